import { live } from '../live/index';

/**
 * Tells the other tabs of this browser when nobody is signed in any more, or somebody else is: their connections were
 * opened by who was signed in before.
 */
const who = document.documentElement.dataset['who'] ?? '';
if ('BroadcastChannel' in window) {
  const tabs = new BroadcastChannel('civic-session');
  tabs.postMessage(who);
  tabs.onmessage = ({ data }) => {
    if (who !== '' && data !== who) {
      live.signedOut();
    }
  };
}
