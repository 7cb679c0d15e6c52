// What the hub says: docs/live.md.

/** An event, and the thing as it is now. The range (from, seq] follows the one before without hole or overlap. */
export interface Change {
  from: number;
  seq: number;
  kind: string;
  view: unknown;
}

/** The same, as it is pushed. */
export interface Changed extends Change {
  topic: string;
}

/** Where a topic stands, or what was missed since the number one asked after. */
export interface WatchAnswer {
  topic: string;
  epoch: string;
  seq: number;
  snapshot?: unknown;
  events?: Change[];
}

/** Up to where something is known. Numbers mean something only within their epoch. */
export interface Mark {
  seq: number;
  epoch: string;
}

/** Why nobody will ever be let in again as things stand: signing in may help, asking again does not. */
const final = new Set(['topic.not-yours', 'topic.unknown', 'topic.too-many', 'actor.not-signed-in']);

/** The code at the end of what the hub refuses with; null when it is no refusal. */
export function codeOf(error: unknown): string | null {
  const said = error instanceof Error ? error.message : String(error);
  return /(?:^|\s)([a-z]+(?:[.-][a-z]+)+)$/.exec(said.trim())?.[1] ?? null;
}

/** Whether asking again is of no use. */
export function isFinal(code: string | null): code is string {
  return code !== null && final.has(code);
}

/** Whether a connection was refused because nobody is signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return /Status code '40[13]'/.test(error instanceof Error ? error.message : String(error));
}
