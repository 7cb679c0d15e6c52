/** A connection to the hub, as far as it is used: the stock client has this shape, and so have fakes. */
export interface Hub {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  on(name: string, handler: (message: never) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

/** What the live client needs of the world around it; tests give it a clock that stands still. */
export interface Surroundings {
  openHub(): Hub;
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Calls back once; the answer takes that back. */
  after(ms: number, call: () => void): () => void;
  isOnline(): boolean;
}
