import { live } from '../live/index';
import type { Change } from '../live/protocol';
import type { Listener } from '../live/topic';
import { ask } from './ask';
import { patchOf, type Patch } from './patch';
import { focusPart } from './place-kept';
import { ringsIn } from './rings';

/** A page that everybody watches is not to be fetched by everybody in the same millisecond. */
const spreadMs = 60;
const apartMs = 500;
/** What the server shows may lag a moment behind what it tells. */
const behindMs = 100;
const retryMs = 2_000;
const quietMs = 2_500;
const shownChangedMs = 2_000;
/** What cannot be watched is looked at. */
const unwatchedMs = 30_000;
const heardMax = 200;

/** When a finger or a key was last on the page. */
let touchedAt = Number.NEGATIVE_INFINITY;
for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const) {
  window.addEventListener(kind, () => (touchedAt = performance.now()), { passive: true, capture: true });
}

/**
 * A part of a page that stays right: when something happens in one of its topics, it fetches itself from the server
 * (`src`) and puts in what is new. Nothing moves under a finger: what would, waits behind a pill that counts it. For
 * as long as it does not show what it has heard of, it says so to the live connection, whose word the chip shows.
 *
 * Attributes: `topics` (separated by spaces), `seq` and `epoch` (up to where the page knows them), `src`, and `every`
 * (seconds after which it is fetched anyway).
 */
export class LiveRegion extends HTMLElement implements Listener {
  private readonly watches = new Map<string, () => void>();
  /** Topics that were refused although the region names them. */
  private readonly unwatched = new Set<string>();
  private isScheduled = false;
  private isFetching = false;
  /** Since when a fetch is wanted that has not begun, in ms since 1970. */
  private wantedSince: number | null = null;
  /** The same of the fetch that is under way. */
  private fetchingSince: number | null = null;
  /** Events that are not shown yet, in order. */
  private heard: { seq: number; at: number }[] = [];
  private timesOlder = 0;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private waiting: Patch | null = null;
  /** What was said to have arrived and still waits. */
  private announced = new Set<string>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private unwatchedTimer: ReturnType<typeof setTimeout> | undefined;
  private rearrangeTimer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.watchTopics();
    const every = Number(this.getAttribute('every'));
    if (every > 0) {
      this.timer = setInterval(() => this.refresh(), every * 1_000);
    }
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    clearTimeout(this.unwatchedTimer);
    clearTimeout(this.rearrangeTimer);
    this.watches.forEach(end => end());
    this.watches.clear();
    live.isBehind(this, null);
  }

  changed(change: Change): void {
    const last = this.heard.at(-1);
    if (!last || change.seq > last.seq) {
      if (last && this.heard.length >= heardMax) {
        last.seq = change.seq;
      } else {
        this.heard.push({ seq: change.seq, at: Date.now() });
      }
    }
    this.refresh();
  }

  reload(): void {
    // Numbers of another epoch mean nothing.
    this.heard = [];
    this.refresh();
  }

  /** One topic of perhaps many: what the region itself is answered says whether there is still something to see. */
  refused(_code: string, topic: string): void {
    this.watches.delete(topic);
    this.unwatched.add(topic);
    this.refresh();
  }

  /** Fetches itself soon: at once when that was not done for a while, else when it is due. */
  refresh(): void {
    this.wantedSince ??= Date.now();
    if (!this.isFetching && !this.isScheduled) {
      const wait = Math.max(this.fetchedAt + apartMs - performance.now(), Math.random() * spreadMs);
      this.fetchAfter(wait);
    }
    this.sayHowOld();
  }

  private fetchAfter(ms: number): void {
    this.isScheduled = true;
    setTimeout(() => void this.fetch(), ms);
  }

  private async fetch(): Promise<void> {
    this.isScheduled = false;
    if (!this.isConnected) {
      return;
    }
    this.isFetching = true;
    this.fetchingSince = this.wantedSince ?? Date.now();
    this.wantedSince = null;
    // How long until the next look; null for none.
    let wait: number | null = null;
    try {
      const answer = await ask(this.getAttribute('src')!, { cache: 'no-store' });
      if (!this.isConnected) {
        return;
      }
      if (answer.status === 401) {
        live.signedOut();
      } else if (answer.status === 403 || answer.status === 404) {
        this.heard = [];
        this.dispatchEvent(new CustomEvent('region-refused', { bubbles: true }));
      } else if (answer.isOk) {
        this.take(answer.html);
        wait = this.waitIfOlder();
      } else {
        throw new Error(`${answer.status}`);
      }
    } catch {
      // The server is away for a moment; the chip says so, and this tries on.
      wait = retryMs;
      this.wantedSince = this.fetchingSince;
    }
    this.isFetching = false;
    this.fetchingSince = null;
    this.fetchedAt = performance.now();
    if (wait !== null) {
      this.fetchAfter(wait);
    } else if (this.wantedSince !== null) {
      this.refresh();
    }
    this.sayHowOld();
  }

  /** What was fetched may be older than what was heard of: then it is fetched again, soon at first. */
  private waitIfOlder(): number | null {
    const shown = Number(this.getAttribute('seq'));
    this.heard = this.heard.filter(event => event.seq > shown);
    if (this.heard.length === 0) {
      this.timesOlder = 0;
      return null;
    }
    return Math.min(behindMs * 2 ** this.timesOlder++, retryMs);
  }

  private sayHowOld(): void {
    const since = [this.wantedSince, this.fetchingSince, this.heard[0]?.at].filter(at => typeof at === 'number');
    live.isBehind(this, since.length > 0 && this.isConnected ? Math.min(...since) : null);
  }

  private take(html: string): void {
    const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('live-region');
    if (!fresh) {
      throw new Error('no fragment');
    }
    for (const name of ['topics', 'seq', 'epoch', 'data-at', 'data-build', 'data-speed', 'data-true-at']) {
      this.setAttribute(name, fresh.getAttribute(name) ?? '');
    }
    this.watchTopics();

    const patch = patchOf(this, fresh);
    this.mark(patch.replace());
    const arrivals = patch.arrivals.filter(key => !this.announced.has(key)).length;
    this.announced = new Set(patch.arrivals);
    this.waiting = patch.isRearranged ? patch : null;
    this.rearrangeIfQuiet();
    this.showPill();
    this.dispatchEvent(new CustomEvent('region-updated', { bubbles: true, detail: { arrivals, rings: ringsIn(fresh) } }));
  }

  /** What has gone, goes; what comes or changes places waits while somebody might hit it by mistake. */
  private rearrangeIfQuiet(): void {
    clearTimeout(this.rearrangeTimer);
    if (!this.waiting) {
      return;
    }
    if (!this.isBusy() || !this.waiting.isMoving) {
      this.rearrange();
    } else if (this.waiting.arrivals.length === 0) {
      // No pill offers it.
      this.rearrangeTimer = setTimeout(() => this.rearrangeIfQuiet(), quietMs);
    }
  }

  private rearrange(): Element[] {
    const arrived = this.waiting?.rearrange() ?? [];
    this.waiting = null;
    this.announced.clear();
    this.mark(arrived);
    this.showPill();
    return arrived;
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
    const count = this.waiting?.arrivals.length ?? 0;
    pill.hidden = count === 0;
    pill.textContent = pill.dataset['pill']!.replace('{0}', `${count}`);
    pill.onclick = () => {
      // The pill goes with what it offered; the keyboard goes on from there.
      const [first] = this.rearrange();
      focusPart(first ?? this);
    };
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
    for (const name of this.unwatched) {
      if (!topics.has(name)) {
        this.unwatched.delete(name);
      }
    }
    for (const name of topics) {
      if (!this.watches.has(name) && !this.unwatched.has(name)) {
        this.watches.set(name, live.watch(name, this, epoch ? { seq, epoch } : null));
      }
    }
    clearTimeout(this.unwatchedTimer);
    if (this.unwatched.size > 0) {
      this.unwatchedTimer = setTimeout(() => this.refresh(), unwatchedMs);
    }
  }
}

customElements.define('live-region', LiveRegion);
