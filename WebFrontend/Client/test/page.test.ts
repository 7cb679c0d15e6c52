import { one, PageClock, show } from './dom';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Alerts } from '../src/elements/alerts';
import { shareSession, type Tabs } from '../src/elements/session';
import { startCounting, untilDue } from '../src/elements/time-left';
import { heardTownTime } from '../src/elements/town-clock';
import { settle } from './fakes';

const clock = new PageClock();
const minute = 60_000;
const hour = 60 * minute;

describe('the tabs of one browser', () => {
  function tabs(): Tabs & { said: string[] } {
    const said: string[] = [];
    return { said, postMessage: who => said.push(who), onmessage: null };
  }

  it('are told nothing by a page that does not know who looks at it', () => {
    const channel = tabs();
    shareSession(undefined, channel, () => assert.fail());
    assert.deepEqual(channel.said, []);
    assert.equal(channel.onmessage, null);
  });

  it('end when nobody, or somebody else, is signed in', () => {
    for (const [data, ends] of [['', 1], ['other', 1], ['mine', 0]] as const) {
      const channel = tabs();
      let ended = 0;
      shareSession('mine', channel, () => ended++);
      channel.onmessage!({ data } as MessageEvent);
      assert.deepEqual(channel.said, ['mine']);
      assert.equal(ended, ends);
    }
  });
});

describe('a deadline', () => {
  it('is in the words of the server', () => {
    const due = Date.UTC(2026, 10, 25, 12, 0, 0);
    assert.equal(untilDue(due, due - 26 * hour - 30 * minute, false), '剩余1天2小时');
    assert.equal(untilDue(due, due - 2 * hour - minute, false), '剩余2小时1分');
    assert.equal(untilDue(due, due - 59_999, false), '剩余0分钟');
    assert.equal(untilDue(due, due + 24 * hour, false), '已超1天0小时');
    assert.equal(untilDue(due, due - 26 * hour, true), '1 d 2 h left');
    assert.equal(untilDue(due, due + 61 * minute, true), '1 h 1 min over');
    assert.equal(untilDue(due, due + 5 * minute, true), '5 min over');
  });

  it('counts on by the clock of the town, and turns overdue', async () => {
    document.documentElement.lang = 'zh-CN';
    const town = Date.UTC(2027, 0, 1);
    const due = new Date(town + minute).toISOString();
    show(`<live-region data-at="${town}" data-speed="1"><p data-deadline>(<span data-left="${due}">剩余1分钟</span>)</p></live-region>`);
    startCounting();
    await clock.pass(31_000);
    assert.equal(one('[data-left]').textContent, '剩余0分钟');
    assert.equal(one('[data-deadline]').classList.contains('overdue'), false);
    await clock.pass(90_000);

    assert.equal(one('[data-left]').textContent, '已超1分钟');
    assert.equal(one('[data-deadline]').classList.contains('overdue'), true);
  });

  it('goes as fast as the town', async () => {
    const town = Date.UTC(2027, 0, 1);
    const due = new Date(town + 10 * hour).toISOString();
    show(`<live-region data-at="${town}" data-speed="1440"><span data-left="${due}">剩余10小时0分</span></live-region>`);
    one('live-region').dispatchEvent(new CustomEvent('region-updated', { bubbles: true, detail: { arrivals: 0 } }));
    await clock.pass(30_000);
    assert.match(one('[data-left]').textContent!, /^已超1小时/);
  });
});

describe('sound', () => {
  class FakeAudio {
    state = 'suspended';
    rings = 0;
    currentTime = 0;
    destination = {};
    onstatechange: (() => void) | null = null;
    async resume(): Promise<void> {
      this.state = 'running';
    }
    createOscillator() {
      return { frequency: {}, connect: (it: unknown) => it, start: () => this.rings++, stop: () => undefined };
    }
    createGain() {
      return { gain: {}, connect: (it: unknown) => it };
    }
  }

  it('that was switched on the last time says that it is mute until somebody touches the page, then rings', async () => {
    localStorage.setItem('civic-alerts', 'on');
    show('<button data-alerts hidden></button><p data-alerts-mute hidden></p><main></main>');
    const audio = new FakeAudio();
    new Alerts(() => audio as unknown as AudioContext).start();
    let offers = 0;
    const arrive = () => offer([{ key: `${++offers}`, from: 0 }]);
    assert.equal(one('[data-alerts]').getAttribute('aria-pressed'), 'true');
    assert.equal(one('[data-alerts-mute]').hidden, false);
    arrive();
    assert.equal(audio.rings, 0);

    one('main').dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await settle();
    assert.equal(one('[data-alerts-mute]').hidden, true);
    arrive();
    assert.equal(audio.rings, 2);
  });

  it('is silent about what is there already and what is quiet, until that ends, and rings once for each offer', async () => {
    localStorage.setItem('civic-alerts', 'on');
    show(`<live-region data-at="${clock.now}" data-speed="1"></live-region>`);
    heardTownTime(one('live-region'));
    const quietUntil = clock.now + 10 * minute;
    show(`<button data-alerts hidden></button><main><p data-ring="old"></p><p data-ring="night" data-ring-from="${quietUntil}"></p></main>`);
    const audio = new FakeAudio();
    new Alerts(() => audio as unknown as AudioContext).start();
    one('main').dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await settle();
    const old = { key: 'old', from: 0 };
    const night = { key: 'night', from: quietUntil };

    offer([old, night]);
    await clock.pass(9 * minute);
    assert.equal(audio.rings, 0);
    offer([old, night, { key: 'danger', from: 0 }]);
    assert.equal(audio.rings, 2);
    offer([old, night, { key: 'danger', from: 0 }]);
    assert.equal(audio.rings, 2);
    await clock.pass(2 * minute);
    assert.equal(audio.rings, 4);
  });

  function offer(rings: { key: string; from: number }[]): void {
    one('main').dispatchEvent(new CustomEvent('region-updated', { bubbles: true, detail: { arrivals: 0, rings } }));
  }
});
