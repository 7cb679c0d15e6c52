import './elements/live-region';
import './elements/live-status';
import './elements/forms';
import './elements/session';
import './elements/alerts';
import './elements/wall';
import { focusProblem } from './elements/forms';

focusProblem();
