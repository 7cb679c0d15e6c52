import { fakeServer, one, PageClock, show, type Fetched } from './dom';
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import '../src/elements/live-region';
import '../src/elements/live-status';
import { live } from '../src/live/index';
import { Live } from '../src/live/live';
import type { Listener } from '../src/live/topic';
import { FakeWorld } from './fakes';

const clock = new PageClock();
let server: Fetched[] = [];
let listeners: Map<string, Listener>;
let world: FakeWorld;

const chip = `<live-status data-live="live" data-reconnecting="reconnecting" data-offline="offline {0}"
  data-behind="behind {0}" data-signed-out="out" data-refused="refused"><span data-words></span></live-status>`;

function region(seq: number, parts: string, topics = 'compound/1 issue/1'): string {
  return `<live-region topics="${topics}" seq="${seq}" epoch="e1" src="/list?fragment=list" data-at="${clock.now}">
    <button data-pill="{0} new" hidden></button><ol id="issues">${parts}</ol></live-region>`;
}

function row(key: string, version = 1, inner = ''): string {
  return `<li data-key="${key}" data-version="${version}" data-arrival>${key}${inner}</li>`;
}

function heard(seq: number, topic = 'compound/1'): void {
  listeners.get(topic)!.changed({ from: seq - 1, seq, kind: 'issue.noted', view: {} });
}

function keys(): string[] {
  return [...document.querySelectorAll('#issues > [data-key]')].map(it => it.getAttribute('data-key')!);
}

/** The one connection of the page is a real one over a fake hub, whose clock is that of the page. */
async function open(html: string): Promise<void> {
  show('');
  server = fakeServer();
  listeners = new Map();
  world = new FakeWorld();
  world.now = () => clock.now;
  world.after = (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  };
  const real = new Live(world);
  const watch = real.watch.bind(real);
  live.watch = (name, listener, since) => {
    listeners.set(name, listener);
    return watch(name, listener, since);
  };
  live.isBehind = real.isBehind.bind(real);
  live.onStatus = real.onStatus.bind(real);
  live.signedOut = real.signedOut.bind(real);
  Object.defineProperty(live, 'status', { get: () => real.status, configurable: true });
  show(html);
  if (world.hubs.length > 0) {
    await world.hub.opens();
    for (const asked of world.hub.asked) {
      await asked.answer({ epoch: 'e1', seq: 100, events: [] });
    }
  }
  await clock.pass(700);
}

function state(): string {
  return one('live-status').dataset['state'] ?? '';
}

beforeEach(() => clock.pass(60_000));

describe('a region', () => {
  it('that gets no answer gives up after 10 s, says since when it is behind within 12 s, and catches up', async () => {
    await open(chip + region(100, row('a')));
    assert.equal(state(), 'live');
    heard(101);
    await clock.pass(100);
    assert.equal(server.length, 1);

    await clock.pass(4_000);
    assert.equal(state(), 'reconnecting');
    await clock.pass(8_000);
    assert.equal(state(), 'behind');
    assert.match(one('[data-words]').textContent!, /^behind \d\d:\d\d$/);
    await clock.pass(1_000);
    assert.equal(server.length, 2, 'it is asked again');
    await server[1]!.answer(200, region(101, row('a', 2)));
    await clock.pass(700);

    assert.equal(state(), 'live');
    assert.equal(one('[data-key=a]').dataset['version'], '2');
  });

  it('whose fragment fails with 500 is not live for long', async () => {
    await open(chip + region(100, row('a')));
    heard(101);
    for (let i = 0; i < 7; i++) {
      await clock.pass(2_100);
      await server.at(-1)!.answer(500);
    }
    await clock.pass(100);
    assert.equal(state(), 'behind');
  });

  it('that is fetched in good time stays live without a blink', async () => {
    await open(chip + region(100, row('a')));
    heard(101);
    await clock.pass(1_500);
    assert.equal(state(), 'live');
    await server[0]!.answer(200, region(101, row('a', 2)));
    await clock.pass(20_000);
    assert.equal(state(), 'live');
  });

  it('goes on when one of its topics is refused and it may still be seen', async () => {
    await open(chip + region(100, row('a')));
    listeners.get('issue/1')!.refused('topic.not-yours', 'issue/1');
    await clock.pass(700);
    await server[0]!.answer(200, region(100, row('b'), 'compound/1'));
    await clock.pass(700);
    assert.equal(state(), 'live');
    assert.deepEqual(keys(), ['b']);

    heard(102);
    await clock.pass(700);
    assert.equal(server.length, 2, 'the others are heard of as before');
  });

  for (const code of ['topic.too-many', 'topic.not-yours']) {
    it(`looks now and then at what cannot be watched (${code})`, async () => {
      await open(chip + region(100, row('a')));
      listeners.get('issue/1')!.refused(code, 'issue/1');
      await clock.pass(700);
      await server[0]!.answer(200, region(100, row('a')));
      await clock.pass(31_000);

      assert.equal(server.length, 2);
      assert.equal(state(), 'live');
    });
  }

  for (const status of [403, 404]) {
    it(`that is answered ${status} says that it is not to be seen any more`, async () => {
      await open(chip + region(100, row('a')));
      listeners.get('issue/1')!.refused('topic.not-yours', 'issue/1');
      await clock.pass(700);
      await server[0]!.answer(status);
      await clock.pass(700);

      assert.equal(state(), 'refused');
    });
  }

  it('that hears of nothing shows no chip', async () => {
    await open(chip + region(100, row('a'), ''));
    assert.equal(one('live-status').hidden, true);
    assert.equal(world.hubs.length, 0);
  });

  it('brings what it shows into the order of the server', async () => {
    await open(chip + region(100, row('a') + row('b') + row('c')));
    heard(101);
    await clock.pass(700);
    await server[0]!.answer(200, region(101, row('c', 2) + row('n') + row('a') + row('b')));
    assert.deepEqual(keys(), ['c', 'n', 'a', 'b']);
  });

  it('leaves things in their order for as long as somebody touches the page', async () => {
    await open(chip + region(100, row('a') + row('b')));
    heard(101);
    await clock.pass(700);
    window.dispatchEvent(new Event('pointermove'));
    await server[0]!.answer(200, region(101, row('b', 2) + row('a')));
    assert.deepEqual(keys(), ['a', 'b']);
    await clock.pass(3_000);
    assert.deepEqual(keys(), ['b', 'a']);
  });

  it('announces what waits behind the pill once', async () => {
    await open(chip + region(100, row('a')));
    const arrivals: number[] = [];
    document.addEventListener('region-updated', event => {
      arrivals.push((event as CustomEvent<{ arrivals: number }>).detail.arrivals);
    });
    for (let seq = 101; seq <= 103; seq++) {
      heard(seq);
      await clock.pass(700);
      window.dispatchEvent(new Event('pointermove'));
      await server.at(-1)!.answer(200, region(seq, row('n') + (seq === 103 ? row('m') : '') + row('a')));
    }
    assert.deepEqual(arrivals, [1, 0, 1]);
    assert.equal(one('[data-pill]').textContent, '2 new');

    one('[data-pill]').click();
    assert.deepEqual(keys(), ['n', 'm', 'a']);
    assert.equal(one('[data-pill]').hidden, true);
    assert.equal(document.activeElement, one('[data-key=n]'));
  });

  it('leaves the keyboard where it is, and open what was opened', async () => {
    const parts = (version: number) =>
      row('a', version, '<a href="/issues/a">a</a><details><summary>more</summary><form action="/x"><button>go</button></form></details>') +
      row('b', version, '<a href="/issues/b">b</a>');
    await open(chip + region(100, parts(1)));
    one<HTMLDetailsElement>('details').open = true;
    one('[href="/issues/b"]').focus();
    heard(101);
    await clock.pass(700);
    await server[0]!.answer(200, region(101, parts(2)));

    assert.equal(one('[data-key=a]').dataset['version'], '2');
    assert.equal(one<HTMLDetailsElement>('details').open, true);
    assert.equal(document.activeElement, one('[href="/issues/b"]'));
  });

  it('takes no choice that nobody has made for one', async () => {
    const choice = '<select name="why"><option value="one">one</option><option value="two">two</option></select>';
    await open(chip + region(100, row('a', 1, choice) + row('b', 1, choice)));
    one<HTMLSelectElement>('[data-key=b] select').selectedIndex = 1;
    heard(101);
    await clock.pass(700);
    await server[0]!.answer(200, region(101, row('a', 2, choice) + row('b', 2, choice)));

    assert.equal(one('[data-key=a]').dataset['version'], '2');
    assert.equal(one('[data-key=b]').dataset['version'], '1');
  });

  it('keeps the focus within the part whose button is gone', async () => {
    await open(chip + region(100, row('a', 1, '<button name="take">take</button>')));
    one('[name=take]').focus();
    heard(101);
    await clock.pass(700);
    await server[0]!.answer(200, region(101, row('a', 2)));
    assert.equal(document.activeElement, one('[data-key=a]'));
  });
});
