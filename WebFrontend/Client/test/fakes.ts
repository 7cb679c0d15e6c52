import type { Change, WatchAnswer } from '../src/live/protocol';
import type { Hub, Surroundings } from '../src/live/surroundings';
import type { Listener } from '../src/live/topic';

/** A watch that the fake hub was asked for. */
export interface Asked {
  topic: string;
  after: number | null;
  epoch: string | null;
  answer(answer: Omit<WatchAnswer, 'topic'>): Promise<void>;
  fail(message: string): Promise<void>;
}

/** A connection that a test holds in its hands. */
export class FakeHub implements Hub {
  readonly asked: Asked[] = [];
  readonly unwatched: unknown[] = [];
  isStopped = false;
  private readonly handlers = new Map<string, (message: never) => void>();
  private closing: () => void = () => undefined;
  private startSettled!: { resolve: () => void; reject: (e: Error) => void };
  private readonly starting = new Promise<void>((resolve, reject) => {
    this.startSettled = { resolve, reject };
  });

  start(): Promise<void> {
    return this.starting;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }

  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    if (method !== 'Watch') {
      this.unwatched.push(args[0]);
      return Promise.resolve(undefined as T);
    }
    return new Promise<T>((resolve, reject) => {
      const [topic, after, epoch] = args as [string, number | null, string | null];
      this.asked.push({
        topic,
        after,
        epoch,
        answer: answer => {
          resolve({ topic, ...answer } as T);
          return settle();
        },
        fail: message => {
          reject(new Error(message));
          return settle();
        },
      });
    });
  }

  on(name: string, handler: (message: never) => void): void {
    this.handlers.set(name, handler);
  }

  onclose(handler: () => void): void {
    this.closing = handler;
  }

  async opens(): Promise<void> {
    this.startSettled.resolve();
    await settle();
  }

  async refuses(message = 'no way'): Promise<void> {
    this.startSettled.reject(new Error(message));
    await settle();
  }

  async breaks(): Promise<void> {
    this.closing();
    await settle();
  }

  push(name: 'Changed' | 'Resync', message: unknown): void {
    this.handlers.get(name)!(message as never);
  }

  get last(): Asked {
    return this.asked.at(-1)!;
  }
}

/** A world whose clock moves only when a test says so. */
export class FakeWorld implements Surroundings {
  readonly hubs: FakeHub[] = [];
  time = 1_000_000;
  online = true;
  random = () => 1;
  private timers: { at: number; call: () => void }[] = [];

  openHub(): FakeHub {
    const hub = new FakeHub();
    this.hubs.push(hub);
    return hub;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + ms, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(other => other !== timer);
    };
  }

  isOnline(): boolean {
    return this.online;
  }

  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.timers = this.timers.filter(timer => timer !== next);
      this.time = next.at;
      next.call();
      await settle();
    }
    this.time = end;
  }

  get hub(): FakeHub {
    return this.hubs.at(-1)!;
  }
}

/** Writes down what it hears. */
export class Notebook implements Listener {
  readonly changes: Change[] = [];
  reloads = 0;
  refusal: string | null = null;

  changed(change: Change): void {
    this.changes.push(change);
  }

  reload(): void {
    this.reloads++;
  }

  refused(code: string): void {
    this.refusal = code;
  }

  get seqs(): number[] {
    return this.changes.map(change => change.seq);
  }
}

/** Lets every promise that is settled be heard of. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
