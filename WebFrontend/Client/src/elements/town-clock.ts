/** What the page knows of the town's clock: how it stood when the server last said so, and how fast it goes. */
let saidAt = { town: 0, here: 0, speed: 1, isKnown: false };

/** Takes the time that a part of the page was made at (`data-at`, in ms since 1970; `data-speed`). */
export function heardTownTime(region: Element): void {
  const town = Number(region.getAttribute('data-at'));
  if (town > 0) {
    saidAt = { town, here: Date.now(), speed: Number(region.getAttribute('data-speed')) || 1, isKnown: true };
  }
}

/** The time of the town in ms since 1970; that of this machine where no part of the page says it. */
export function townNow(): number {
  return saidAt.isKnown ? saidAt.town + (Date.now() - saidAt.here) * saidAt.speed : Date.now();
}

/** By how many of the town's ms a stretch of this machine's time is. */
export function townMs(ms: number): number {
  return ms * saidAt.speed;
}
