import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { Live, silenceMaxMs } from './live';
import type { Hub } from './surroundings';

function openHub(): Hub {
  // No reconnect of the transport's own: it would give up, and knows no numbers.
  const hub = new HubConnectionBuilder().withUrl('/hubs/live').configureLogging(LogLevel.None).build();
  hub.serverTimeoutInMilliseconds = silenceMaxMs;
  hub.keepAliveIntervalInMilliseconds = 5_000;
  return hub;
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
