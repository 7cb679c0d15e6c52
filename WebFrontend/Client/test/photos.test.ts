import { fakeServer, one, PageClock, show, type Fetched } from './dom';
import { settle } from './fakes';
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { takeForms } from '../src/elements/forms';
import '../src/elements/live-region';
import { isBeingFilledIn } from '../src/elements/patch';
import { answerOf, fitted, type PhotoAnswer } from '../src/elements/photo-sending';
import { takePhotos } from '../src/elements/photos';
import { live } from '../src/live/index';

// Nothing of the page happens by itself.
new PageClock();
live.watch = () => () => undefined;
live.isBehind = () => undefined;

/** A photo on its way; a test answers when it likes. */
interface Sent {
  photo: Blob;
  key: string;
  progress(percent: number): void;
  answer(it: PhotoAnswer): Promise<void>;
  lose(): Promise<void>;
}

let sent: Sent[];
let server: Fetched[];

takeForms();
takePhotos({
  shrink: file => Promise.resolve(file),
  preview: () => Promise.resolve(null),
  send: (photo, key, progress) =>
    new Promise((resolve, reject) => {
      sent.push({
        photo,
        key,
        progress,
        answer: async it => {
          resolve(it);
          await settle();
        },
        lose: async () => {
          reject(new Error('no answer'));
          await settle();
        },
      });
    }),
});

const form = `<p data-said></p><live-region topics="" src="/fragment"><section data-key="actions" data-version="1">
  <form method="post" enctype="multipart/form-data" action="http://town.test/issues/QY1/resolve" data-stay data-done="Sent">
    <input type="hidden" name="_key" value="first"><textarea name="note"></textarea>
    <div class="field" data-photos data-max="2" data-sending="sending" data-sent="sent" data-failed="lost" data-waiting="waiting"
      data-many="too many" data-name="Photo {0}" data-remove="Remove" data-retry="Again">
      <ul data-photo-list></ul>
      <input type="file" id="photos" name="photo" multiple aria-describedby="photos-hint">
    </div><button data-send>Send</button><p data-unsent data-unanswered="unanswered" data-failed="failed" hidden></p>
  </form></section></live-region>`;

/** Chooses files, as somebody does in the window of the browser. */
async function choose(...names: string[]): Promise<void> {
  const input = one<HTMLInputElement>('input[type=file]');
  const files = names.map(name => new File([name], name, { type: 'image/jpeg' }));
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

function submit(): boolean {
  return one('form').dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
}

const error = () => document.querySelector('.field-error')?.textContent ?? '';
const namesIn = (body: URLSearchParams | null) => body!.getAll('photos');

describe('photos of a form', () => {
  beforeEach(() => {
    sent = [];
    server = fakeServer();
    show(form);
    one<HTMLFormElement>('form').requestSubmit = () => void submit();
  });

  it('that are refused are said at the field and are not in the form', async () => {
    await choose('a.jpg', 'b.jpg');
    await sent[0]!.answer({ refused: 'This is no picture.' });
    await sent[1]!.answer({ id: 'bbb' });

    assert.equal(error(), 'Photo 1: This is no picture.');
    assert.equal(one('input[type=file]').getAttribute('aria-describedby'), 'photos-error photos-hint');
    submit();
    assert.deepEqual(namesIn(server[0]!.body), ['bbb']);
  });

  it('are at most as many as are taken', async () => {
    await choose('a.jpg', 'b.jpg', 'c.jpg');

    assert.equal(sent.length, 2);
    assert.equal(error(), 'too many');
    one<HTMLButtonElement>('li:first-child button').click();
    await choose('c.jpg');
    assert.equal(sent.length, 3);
    assert.equal(error(), '');
  });

  it('are waited for by a form that is sent before they have arrived, which then goes once', async () => {
    await choose('a.jpg');
    sent[0]!.progress(40);
    assert.equal(one<HTMLProgressElement>('progress').value, 40);

    assert.equal(submit(), false);
    assert.equal(submit(), false);
    assert.equal(server.length, 0);
    await sent[0]!.answer({ id: 'aaa' });

    assert.equal(server.length, 1);
    assert.deepEqual(namesIn(server[0]!.body), ['aaa']);
  });

  it('that did not arrive keep the form back and go again under the same key', async () => {
    await choose('a.jpg');
    await sent[0]!.lose();

    assert.equal(error(), 'lost');
    assert.equal(submit(), false);
    assert.equal(server.length, 0);
    one<HTMLButtonElement>('li span button').click();
    await settle();
    assert.equal(sent[1]!.key, sent[0]!.key);
    await sent[1]!.answer({ id: 'aaa' });
    submit();
    assert.deepEqual(namesIn(server[0]!.body), ['aaa']);
  });

  it('that were taken out are not sent with the form', async () => {
    await choose('a.jpg');
    await sent[0]!.answer({ id: 'aaa' });
    one<HTMLButtonElement>('li button').click();
    submit();

    assert.deepEqual(namesIn(server[0]!.body), []);
  });

  it('make it one that is being filled in, and are gone when it was sent', async () => {
    assert.equal(isBeingFilledIn(one('section')), false);
    await choose('a.jpg');
    await sent[0]!.answer({ id: 'aaa' });
    assert.equal(isBeingFilledIn(one('section')), true);

    submit();
    await server[0]!.answer(200, '', true);
    assert.equal(one('[data-photo-list]').children.length, 0);
  });
});

describe('a photo', () => {
  it('is shrunk to its longest side and never grows', () => {
    assert.deepEqual(fitted(4000, 3000, 1600), { width: 1600, height: 1200 });
    assert.deepEqual(fitted(3000, 4000, 1600), { width: 1200, height: 1600 });
    assert.deepEqual(fitted(800, 600, 1600), { width: 800, height: 600 });
    assert.deepEqual(fitted(9000, 1, 1600), { width: 1600, height: 1 });
  });

  it('is refused in the language of the page, and lost where an answer says nothing for good', () => {
    const refused = '{"code":"photo.unreadable","messages":{"en":"damaged","zh":"已损坏"}}';
    document.documentElement.lang = 'zh-CN';
    assert.deepEqual(answerOf(400, refused), { refused: '已损坏' });
    document.documentElement.lang = 'en';
    assert.deepEqual(answerOf(400, refused), { refused: 'damaged' });
    assert.equal(answerOf(503, refused), null);
    assert.equal(answerOf(502, '<html>'), null);
    assert.deepEqual(answerOf(201, '{"id":"aaa"}'), { id: 'aaa' });
  });
});
