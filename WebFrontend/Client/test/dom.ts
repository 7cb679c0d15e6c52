import { Window } from 'happy-dom';
import { settle } from './fakes';

/** A browser without a screen: import it before anything that needs one. */
const window = new Window({ url: 'http://town.test/' });
const names = [
  'document', 'HTMLElement', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement', 'HTMLFormElement', 'Element',
  'Event', 'CustomEvent', 'SubmitEvent', 'DOMParser', 'FormData', 'customElements', 'history', 'location', 'localStorage', 'CSS',
  'navigator',
];
const world = globalThis as unknown as Record<string, unknown>;
world['window'] = window;
for (const name of names) {
  // Some versions of Node have a few of them, which cannot be assigned to.
  Object.defineProperty(world, name, { value: (window as unknown as Record<string, unknown>)[name], configurable: true });
}

/** Something that is to happen at a time. */
interface Timer {
  id: number;
  at: number;
  every: number | null;
  call: () => void;
}

/** The clock of the page, which moves only when a test says so. */
export class PageClock {
  now = Date.UTC(2026, 10, 25, 2, 0, 0);
  private timers: Timer[] = [];
  private last = 0;

  constructor() {
    const add = (call: () => void, ms: number, every: number | null) => {
      this.timers.push({ id: ++this.last, at: this.now + ms, every, call });
      return this.last;
    };
    world['setTimeout'] = (call: () => void, ms = 0) => add(call, ms, null);
    world['setInterval'] = (call: () => void, ms: number) => add(call, ms, ms);
    world['clearTimeout'] = world['clearInterval'] = (id: number) => {
      this.timers = this.timers.filter(timer => timer.id !== id);
    };
    Date.now = () => this.now;
    performance.now = () => this.now;
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.now = next.at;
      if (next.every === null) {
        this.timers = this.timers.filter(timer => timer !== next);
      } else {
        next.at += next.every;
      }
      next.call();
      await settle();
    }
    this.now = end;
    await settle();
  }
}

/** What the page asks the server for. */
export interface Fetched {
  address: string;
  body: URLSearchParams | null;
  answer(status: number, html?: string, redirected?: boolean): Promise<void>;
  fail(): Promise<void>;
}

/** Takes the place of the server; a test answers when it likes. */
export function fakeServer(): Fetched[] {
  const fetched: Fetched[] = [];
  world['fetch'] = (address: string, init: RequestInit) =>
    new Promise((resolve, reject) => {
      fetched.push({
        address,
        body: (init.body as URLSearchParams | undefined) ?? null,
        answer: async (status, html = '', redirected = false) => {
          const ok = status >= 200 && status < 300;
          resolve({ status, ok, redirected, url: address, text: () => Promise.resolve(html) } as Response);
          await settle();
        },
        fail: async () => {
          reject(new TypeError('network'));
          await settle();
        },
      });
    });
  return fetched;
}

/** Shows this page. */
export function show(html: string): void {
  document.body.innerHTML = html;
}

export function one<T extends Element = HTMLElement>(selector: string): T {
  const found = document.querySelectorAll<T>(selector);
  if (found.length !== 1) {
    throw new Error(`${found.length} of ${selector} in ${document.body.innerHTML}`);
  }
  return found[0]!;
}
