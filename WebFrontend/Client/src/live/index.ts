import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { Live, silenceMaxMs } from './live';
import type { Hub } from './surroundings';

const address = '/hubs/live';

function openHub(): Hub {
  // One request and no negotiation before it: behind one address there may be several processes, and what was agreed with
  // one the other knows nothing of. No reconnect of the transport's own: it would give up, and knows no numbers.
  const hub = new HubConnectionBuilder()
    .withUrl(address, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  hub.serverTimeoutInMilliseconds = silenceMaxMs;
  hub.keepAliveIntervalInMilliseconds = 5_000;
  return {
    start: () => hub.start().catch(explain),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    on: (name, handler) => hub.on(name, handler),
    onclose: handler => hub.onclose(handler),
  };
}

/** A browser does not tell why a WebSocket was refused; asked in the plain way, the server does. */
async function explain(error: unknown): Promise<never> {
  const answer = await fetch(`${address}/negotiate?negotiateVersion=1`, { method: 'POST' }).catch(() => null);
  if (answer && !answer.ok) {
    throw new Error(`Status code '${answer.status}'`);
  }
  throw error;
}

/** The live connection of this page; it opens when something is first watched. */
export const live = new Live({
  openHub,
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  isOnline: () => navigator.onLine,
});

window.addEventListener('online', () => live.wake());
window.addEventListener('offline', () => live.lost());
window.addEventListener('pageshow', event => {
  if (event.persisted) {
    live.wake();
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') {
    live.wake();
  }
});
