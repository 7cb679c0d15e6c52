import { heardTownTime, townNow } from './town-clock';

const everyMs = 30_000;

/**
 * How long until a deadline, or since it has passed, in the two largest units: the words of Visit.Until on the server,
 * which has written them when the page was made.
 */
export function untilDue(dueMs: number, nowMs: number, isEnglish: boolean): string {
  const left = dueMs - nowMs;
  const minutes = Math.floor(Math.abs(left) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60)];
  const span = isEnglish
    ? days > 0
      ? `${days} d ${hours % 24} h`
      : hours > 0
        ? `${hours} h ${minutes % 60} min`
        : `${minutes} min`
    : days > 0
      ? `${days}天${hours % 24}小时`
      : hours > 0
        ? `${hours}小时${minutes % 60}分`
        : `${minutes}分钟`;
  if (isEnglish) {
    return left >= 0 ? `${span} left` : `${span} over`;
  }
  return left >= 0 ? `剩余${span}` : `已超${span}`;
}

/** Counts on all deadlines that are shown: `data-left` is the instant; what is late is marked on `data-deadline`. */
export function countOn(root: ParentNode = document): void {
  const isEnglish = document.documentElement.lang === 'en';
  const now = townNow();
  for (const left of root.querySelectorAll<HTMLElement>('[data-left]')) {
    const due = Date.parse(left.dataset['left']!);
    const words = untilDue(due, now, isEnglish);
    if (left.textContent !== words) {
      left.textContent = words;
    }
    if (due < now) {
      left.closest('[data-deadline]')?.classList.add('overdue');
    }
  }
}

/** Begins to count. */
export function startCounting(): void {
  document.querySelectorAll('live-region').forEach(heardTownTime);
  document.addEventListener('region-updated', event => {
    heardTownTime(event.target as Element);
    countOn();
  });
  document.addEventListener('visibilitychange', () => countOn());
  setInterval(() => countOn(), everyMs);
}
