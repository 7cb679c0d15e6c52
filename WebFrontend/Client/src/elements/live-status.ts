import { live } from '../live/index';
import type { Freshness, Status } from '../live/live';

/** A hiccup shorter than this is nobody's business. */
const hiccupMs = 600;

/**
 * The chip that says how fresh the page is, in the words that the page brings (`data-live`, `data-reconnecting`,
 * `data-offline` and `data-behind` with `{0}` for the time, `data-signed-out`, `data-refused`).
 */
class LiveStatus extends HTMLElement {
  private pending: ReturnType<typeof setTimeout> | undefined;
  /** Parts of the page that this person may not see any more. */
  private readonly refused = new Set<EventTarget>();

  connectedCallback(): void {
    this.showIfWatching();
    live.onStatus(status => {
      clearTimeout(this.pending);
      // Hearing of every blink would be worse than none: only what lasts is said; what is certain, at once.
      const wait = status.freshness === 'reconnecting' ? hiccupMs : 0;
      this.pending = setTimeout(() => this.show(status), wait);
    });
    document.addEventListener('region-updated', event => {
      if (this.refused.delete(event.target!)) {
        this.show(live.status);
      }
      this.showIfWatching();
    });
    document.addEventListener('region-refused', event => {
      this.refused.add(event.target!);
      this.show(live.status);
      this.showIfWatching();
    });
  }

  /** What hears of nothing (a further page of a list) is as of when it was loaded, and says nothing of being live. */
  private showIfWatching(): void {
    const regions = [...document.querySelectorAll('live-region')];
    this.hidden = this.refused.size === 0 && regions.every(region => (region.getAttribute('topics') ?? '').trim() === '');
  }

  private show(status: Status): void {
    document.body.classList.toggle('signed-out', status.freshness === 'signed-out');
    if (this.refused.size > 0) {
      this.say('refused', this.dataset['refused']!);
    } else {
      this.say(status.freshness, this.wordsOf(status));
    }
  }

  private wordsOf(status: Status): string {
    const words: Record<Freshness, string> = {
      live: this.dataset['live']!,
      reconnecting: this.dataset['reconnecting']!,
      offline: this.dataset['offline']!.replace('{0}', clock(status.asOf)),
      behind: this.dataset['behind']!.replace('{0}', clock(status.asOf)),
      'signed-out': this.dataset['signedOut']!,
    };
    return words[status.freshness];
  }

  private say(state: Freshness | 'refused', words: string): void {
    this.dataset['state'] = state;
    const text = this.querySelector('[data-words]')!;
    if (text.textContent !== words) {
      text.textContent = words;
    }
    const action = this.querySelector<HTMLElement>('[data-sign-in]');
    if (action) {
      action.hidden = state !== 'signed-out' && state !== 'refused';
    }
  }
}

/** Hours and minutes of the town. */
function clock(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(11, 16);
}

customElements.define('live-status', LiveStatus);
