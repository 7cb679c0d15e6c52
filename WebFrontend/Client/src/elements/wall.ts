import { live } from '../live/index';
import { heardTownTime, townMs, townNow } from './town-clock';

/** Data older than this is shown as old. */
const staleAfterMs = 30_000;
const shiftEveryMs = 600_000;

/**
 * What only the wall has: a clock, the age of every block, and a picture that moves by some pixels now and then so that
 * it does not burn in. A block is as old as what it shows: `data-true-at` is the instant of the town at which the figures
 * were last all of them counted, which may be long before they were fetched.
 */
class LiveWall extends HTMLElement {
  private timer: ReturnType<typeof setInterval> | undefined;
  private build: string | null = null;

  connectedCallback(): void {
    this.querySelectorAll('live-region').forEach(region => this.fetched(region));
    this.addEventListener('region-updated', event => this.fetched(event.target as Element));
    this.timer = setInterval(() => this.tick(), 1_000);
    live.onStatus(() => this.tick());
    this.tick();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private fetched(region: Element): void {
    heardTownTime(region);
    const build = region.getAttribute('data-build');
    if (this.build !== null && this.build !== build) {
      // The platform was renewed; nobody stands here to reload the page.
      location.reload();
    }
    this.build = build;
  }

  private tick(): void {
    const now = Date.now();
    for (const age of this.querySelectorAll<HTMLElement>('[data-age]')) {
      const trueAt = Number(age.closest('live-region')?.getAttribute('data-true-at'));
      const ms = Math.max(0, townNow() - trueAt) / townMs(1);
      const isStale = ms > staleAfterMs;
      age.textContent = age.dataset[isStale ? 'stale' : 'age']!.replace('{0}', `${Math.floor(ms / 1_000)}`);
      age.classList.toggle('stale', isStale);
    }
    const clock = this.querySelector('[data-clock]');
    if (clock) {
      clock.textContent = new Date(townNow() + 8 * 3_600_000).toISOString().slice(11, 19);
    }
    const shift = Math.floor(now / shiftEveryMs) % 4;
    this.style.setProperty('--shift-x', `${shift % 2 === 0 ? 0 : 2}px`);
    this.style.setProperty('--shift-y', `${shift < 2 ? 0 : 2}px`);
  }
}

customElements.define('live-wall', LiveWall);
