const firstMs = 500;
const longestMs = 30_000;

/** How long to wait before the next attempt, in ms: longer each time, never for ever, and not all clients at once. */
export function waitAfter(failures: number, random: number): number {
  return Math.min(longestMs, firstMs * 2 ** failures) * (0.5 + random / 2);
}
