import { live } from '../live/index';
import type { Change } from '../live/protocol';
import type { Listener } from '../live/topic';
import { patchOf, type Patch } from './patch';

/** A page that everybody watches is not to be fetched by everybody in the same millisecond. */
const spreadMs = 60;
const apartMs = 500;
/** What the server shows may lag a moment behind what it tells. */
const behindMs = 100;
const retryMs = 2_000;
const quietMs = 2_500;
const shownChangedMs = 2_000;

/** When a finger or a key was last on the page. */
let touchedAt = Number.NEGATIVE_INFINITY;
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const) {
  window.addEventListener(kind, () => (touchedAt = performance.now()), { passive: true, capture: true });
}

/**
 * A part of a page that stays right: when something happens in one of its topics, it fetches itself from the server
 * (`src`) and puts in what is new. Nothing moves under a finger: what would, waits behind a pill that counts it.
 *
 * Attributes: `topics` (separated by spaces), `seq` and `epoch` (up to where the page knows them), `src`, and `every`
 * (seconds after which it is fetched anyway).
 */
class LiveRegion extends HTMLElement implements Listener {
  private readonly watches = new Map<string, () => void>();
  private isScheduled = false;
  private isFetching = false;
  private isBehind = false;
  /** Number of the newest event it has heard of. */
  private heardOf = 0;
  private timesOlder = 0;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private waiting: Patch | null = null;
  private timer = 0;

  connectedCallback(): void {
    this.watchTopics();
    const every = Number(this.getAttribute('every'));
    if (every > 0) {
      this.timer = window.setInterval(() => this.refresh(), every * 1_000);
    }
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    this.watches.forEach(end => end());
    this.watches.clear();
  }

  changed(change: Change): void {
    this.heardOf = Math.max(this.heardOf, change.seq);
    this.refresh();
  }

  reload(): void {
    // Numbers of another epoch mean nothing.
    this.heardOf = 0;
    this.refresh();
  }

  refused(code: string): void {
    this.dispatchEvent(new CustomEvent('topic-refused', { bubbles: true, detail: code }));
  }

  /** Fetches itself soon: at once when that was not done for a while, else when it is due. */
  refresh(): void {
    if (this.isFetching) {
      this.isBehind = true;
      return;
    }
    if (!this.isScheduled) {
      this.isScheduled = true;
      const wait = Math.max(this.fetchedAt + apartMs - performance.now(), Math.random() * spreadMs);
      setTimeout(() => void this.fetch(), wait);
    }
  }

  private async fetch(): Promise<void> {
    this.isScheduled = false;
    if (!this.isConnected) {
      return;
    }
    this.isFetching = true;
    this.isBehind = false;
    // How long until the next look; null for none.
    let wait: number | null = null;
    try {
      const response = await fetch(this.getAttribute('src')!, { headers: { Accept: 'text/html' }, cache: 'no-store' });
      if (response.status === 401) {
        live.signedOut();
      } else if (response.status === 403 || response.status === 404) {
        this.refused('topic.not-yours');
      } else if (response.ok) {
        this.take(await response.text());
        wait = this.waitIfOlder();
      } else {
        throw new Error(`${response.status}`);
      }
    } catch {
      // The server is away for a moment; the chip says so, and this tries on.
      wait = retryMs;
    }
    this.isFetching = false;
    this.fetchedAt = performance.now();
    if (wait !== null) {
      this.isScheduled = true;
      setTimeout(() => void this.fetch(), wait);
    } else if (this.isBehind) {
      this.refresh();
    }
  }

  /** What was fetched may be older than what was heard of: then it is fetched again, soon at first. */
  private waitIfOlder(): number | null {
    if (Number(this.getAttribute('seq')) >= this.heardOf) {
      this.timesOlder = 0;
      return null;
    }
    return Math.min(behindMs * 2 ** this.timesOlder++, retryMs);
  }

  private take(html: string): void {
    const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('live-region');
    if (!fresh) {
      throw new Error('no fragment');
    }
    for (const name of ['topics', 'seq', 'epoch', 'data-at', 'data-build']) {
      this.setAttribute(name, fresh.getAttribute(name) ?? '');
    }
    this.watchTopics();

    const patch = patchOf(this, fresh);
    this.mark(patch.replace());
    this.waiting = patch.isRearranged ? patch : null;
    if (this.waiting && (!this.isBusy() || patch.arrivals === 0)) {
      this.rearrange();
    }
    this.showPill();
    this.dispatchEvent(new CustomEvent('region-updated', { bubbles: true, detail: { arrivals: patch.arrivals } }));
  }

  private rearrange(): void {
    const patch = this.waiting;
    this.waiting = null;
    if (patch) {
      this.mark(patch.rearrange());
    }
    this.showPill();
  }

  /** Whether something that moves could be hit by mistake. */
  private isBusy(): boolean {
    const focused = document.activeElement;
    const isWriting = focused instanceof HTMLElement && focused.matches('input, textarea, select') && this.contains(focused);
    return isWriting || performance.now() - touchedAt < quietMs;
  }

  private mark(changed: Element[]): void {
    for (const part of changed) {
      part.classList.add('changed');
      setTimeout(() => part.classList.remove('changed'), shownChangedMs);
    }
  }

  private showPill(): void {
    const pill = this.querySelector<HTMLButtonElement>('[data-pill]');
    if (!pill) {
      return;
    }
    const count = this.waiting?.arrivals ?? 0;
    pill.hidden = count === 0;
    pill.textContent = pill.dataset['pill']!.replace('{0}', `${count}`);
    pill.onclick = () => this.rearrange();
  }

  private watchTopics(): void {
    const topics = new Set((this.getAttribute('topics') ?? '').split(' ').filter(name => name !== ''));
    const [seq, epoch] = [Number(this.getAttribute('seq')), this.getAttribute('epoch') ?? ''];
    for (const [name, end] of this.watches) {
      if (!topics.has(name)) {
        end();
        this.watches.delete(name);
      }
    }
    for (const name of topics) {
      if (!this.watches.has(name)) {
        this.watches.set(name, live.watch(name, this, epoch ? { seq, epoch } : null));
      }
    }
  }
}

customElements.define('live-region', LiveRegion);
