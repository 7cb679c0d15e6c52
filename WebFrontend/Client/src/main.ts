import './elements/live-region';
import './elements/live-status';
import './elements/wall';
import { Alerts } from './elements/alerts';
import { focusProblem, takeForms } from './elements/forms';
import { takePhotos } from './elements/photos';
import { shareSession } from './elements/session';
import { startCounting } from './elements/time-left';
import { live } from './live/index';

takeForms();
takePhotos();
startCounting();
new Alerts(() => new AudioContext()).start();
if ('BroadcastChannel' in window) {
  shareSession(document.documentElement.dataset['who'], new BroadcastChannel('civic-session'), () => live.signedOut());
}
focusProblem();
