import { fakeServer, one, PageClock, show, type Fetched } from './dom';
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { takeForms } from '../src/elements/forms';
import '../src/elements/live-region';
import { live } from '../src/live/index';

const clock = new PageClock();
live.watch = () => () => undefined;
live.isBehind = () => undefined;
takeForms();

let server: Fetched[];

/** How a browser sends a form: it asks first; the answer says whether the page is left. */
function send(selector = 'form'): boolean {
  const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
  return one(selector).dispatchEvent(event);
}

const staying = `<p data-said></p><live-region topics="" src="/fragment"><section data-key="actions" data-version="1">
  <form method="post" action="http://town.test/issues/QY1/comment" data-stay data-done="Sent: Comment">
    <input type="hidden" name="_key" value="first"><textarea name="note"></textarea><button>Send</button>
    <p data-unsent data-unanswered="unanswered" data-failed="failed" hidden></p>
  </form></section></live-region>`;

describe('a form that stays', () => {
  beforeEach(() => {
    server = fakeServer();
    show(staying);
  });

  it('that gets no answer says so after 10 s and goes again with the same key', async () => {
    one<HTMLTextAreaElement>('textarea').value = 'words';
    assert.equal(send(), false);
    await clock.pass(10_100);

    assert.equal(one('[data-unsent]').hidden, false);
    assert.equal(one('[data-unsent]').textContent, 'unanswered');
    assert.equal(one('[data-said]').textContent, 'unanswered');
    assert.equal(send(), false);
    assert.equal(one('[data-unsent]').hidden, true);
    assert.equal(server.length, 2);
    assert.deepEqual([server[0]!.body!.get('_key'), server[1]!.body!.get('_key')], ['first', 'first']);
    assert.equal(server[1]!.body!.get('note'), 'words');
  });

  for (const status of [500, 503, 429]) {
    it(`that is answered ${status} keeps what was written and says that it was not sent`, async () => {
      one<HTMLTextAreaElement>('textarea').value = 'words';
      send();
      await server[0]!.answer(status, '<main>broken</main>');

      assert.equal(one('[data-unsent]').textContent, 'failed');
      assert.equal(one<HTMLTextAreaElement>('textarea').value, 'words');
      assert.equal(send(), false);
      assert.equal(server[1]!.body!.get('_key'), 'first');
    });
  }

  it('is another wish after it was sent', async () => {
    send();
    await server[0]!.answer(200, '', true);
    send();

    assert.match(server.at(-1)!.body!.get('_key')!, /^[0-9a-f]{32}$/);
  });

  it('leaves the focus in its part and says what was done', async () => {
    one('button').focus();
    send();
    await server[0]!.answer(200, '', true);
    await clock.pass(60);

    assert.equal(document.activeElement, one('[data-key=actions]'));
    assert.equal(one('[data-said]').textContent, 'Sent: Comment');
  });
});

describe('a form that leaves the page', () => {
  it('is sent once by two taps, and again after it was stopped', async () => {
    show('<form method="post" action="/compounds/1"><input type="hidden" name="_key" value="k"><button>Send</button></form>');
    assert.equal(send(), true);
    assert.equal(send(), false);
    await clock.pass(8_000);
    assert.equal(send(), true);
    assert.equal(one<HTMLInputElement>('[name=_key]').value, 'k');
  });
});
