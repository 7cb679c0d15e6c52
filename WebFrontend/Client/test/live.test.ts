import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Live } from '../src/live/live';
import { FakeWorld, Notebook, settle } from './fakes';

const topic = 'compound/510105007004-C001';
const since = { seq: 100, epoch: 'e1' };

function change(from: number, seq: number) {
  return { topic, from, seq, kind: 'issue.acknowledged', view: {} };
}

async function watching(mark: { seq: number; epoch: string } | null = since) {
  const world = new FakeWorld();
  const live = new Live(world);
  const notes = new Notebook();
  const said: string[] = [];
  live.onStatus(status => said.push(status.freshness));
  const end = live.watch(topic, notes, mark);
  return { world, live, notes, said, end };
}

async function caughtUp() {
  const all = await watching();
  await all.world.hub.opens();
  await all.world.hub.last.answer({ epoch: 'e1', seq: 100, events: [] });
  return all;
}

describe('a topic', () => {
  it('is asked for from the number and epoch that the page knows', async () => {
    const { world } = await watching();
    await world.hub.opens();

    assert.deepEqual([world.hub.last.topic, world.hub.last.after, world.hub.last.epoch], [topic, 100, 'e1']);
  });

  it('without a number is asked for from nothing, and read anew', async () => {
    const { world, notes } = await watching(null);
    await world.hub.opens();
    assert.deepEqual([world.hub.last.after, world.hub.last.epoch], [null, null]);

    await world.hub.last.answer({ epoch: 'e1', seq: 7, snapshot: {} });

    assert.equal(notes.reloads, 1);
  });

  it('hears what it missed, then what happens', async () => {
    const { world, notes } = await watching();
    await world.hub.opens();
    await world.hub.last.answer({ epoch: 'e1', seq: 105, events: [change(100, 103), change(103, 105)] });
    world.hub.push('Changed', change(105, 109));

    assert.deepEqual(notes.seqs, [103, 105, 109]);
    assert.equal(notes.reloads, 0);
  });

  it('hears what came in one breath with the answer, once', async () => {
    const { world, notes } = await watching();
    await world.hub.opens();
    const answered = world.hub.last.answer({ epoch: 'e1', seq: 103, events: [change(100, 103)] });
    // The stock client hands out the next message before anybody hears of the answer.
    world.hub.push('Changed', change(103, 104));
    await answered;

    assert.deepEqual(notes.seqs, [103, 104]);
  });

  it('passes over what it has heard already', async () => {
    const { world, notes } = await caughtUp();
    world.hub.push('Changed', change(90, 100));
    world.hub.push('Changed', change(100, 101));

    assert.deepEqual(notes.seqs, [101]);
    assert.equal(world.hub.asked.length, 1);
  });

  it('is watched anew from the last certain number when a range is missing', async () => {
    const { world, notes } = await caughtUp();
    world.hub.push('Changed', change(105, 106));
    await settle();

    assert.deepEqual(notes.seqs, []);
    assert.equal(world.hub.asked.length, 2);
    assert.equal(world.hub.last.after, 100);
    await world.hub.last.answer({ epoch: 'e1', seq: 106, events: [change(100, 106)] });
    assert.deepEqual(notes.seqs, [106]);
  });

  it('is watched anew when the answer itself has a hole', async () => {
    const { world, notes } = await watching();
    await world.hub.opens();
    await world.hub.last.answer({ epoch: 'e1', seq: 109, events: [change(105, 109)] });

    assert.deepEqual(notes.seqs, []);
    assert.equal(world.hub.last.after, 100);
  });

  it('is read anew and asked for from nothing after Resync', async () => {
    const { world, notes } = await caughtUp();
    world.hub.push('Resync', topic);
    await settle();
    assert.equal(world.hub.last.after, null);
    await world.hub.last.answer({ epoch: 'e1', seq: 400, snapshot: {} });
    world.hub.push('Changed', change(400, 401));

    assert.equal(notes.reloads, 1);
    assert.deepEqual(notes.seqs, [401]);
  });

  it('is read anew when the log is of another epoch', async () => {
    const { world, notes } = await watching();
    await world.hub.opens();
    await world.hub.last.answer({ epoch: 'e2', seq: 5, snapshot: {} });
    world.hub.push('Changed', change(5, 6));

    assert.equal(notes.reloads, 1);
    assert.deepEqual(notes.seqs, [6]);
  });

  it('is let go of when nobody listens any more', async () => {
    const { world, end, notes } = await caughtUp();
    end();
    world.hub.push('Changed', change(100, 101));

    assert.deepEqual(world.hub.unwatched, [topic]);
    assert.deepEqual(notes.seqs, []);
  });

  it('tells a second listener whose page is older to read anew', async () => {
    const { world, live } = await caughtUp();
    world.hub.push('Changed', change(100, 101));
    const second = new Notebook();
    live.watch(topic, second, since);
    world.hub.push('Changed', change(101, 102));

    assert.equal(second.reloads, 1);
    assert.deepEqual(second.seqs, [102]);
    assert.equal(world.hub.asked.length, 1);
  });
});

describe('a refusal', () => {
  for (const code of ['topic.not-yours', 'topic.unknown', 'topic.too-many']) {
    it(`${code} ends the topic and asks no more`, async () => {
      const { world, notes } = await watching();
      await world.hub.opens();
      await world.hub.last.fail(`An unexpected error occurred invoking 'Watch' on the server. HubException: ${code}`);
      await world.pass(120_000);

      assert.equal(notes.refusal, code);
      assert.equal(world.hub.asked.length, 1);
      assert.equal(world.hubs.length, 1);
    });
  }

  it('because nobody is signed in any more ends everything', async () => {
    const { world, live, notes } = await watching();
    await world.hub.opens();
    await world.hub.last.fail('HubException: actor.not-signed-in');
    await world.pass(120_000);

    assert.equal(notes.refusal, 'actor.not-signed-in');
    assert.equal(live.status.freshness, 'signed-out');
    assert.equal(world.hub.isStopped, true);
    assert.equal(world.hubs.length, 1);
  });

  it('at the door means signed out, not another try', async () => {
    const { world, live } = await watching();
    await world.hub.refuses("Failed to complete negotiation with the server: Error: : Status code '401'");
    await world.pass(120_000);
    live.wake();

    assert.equal(live.status.freshness, 'signed-out');
    assert.equal(world.hubs.length, 1);
  });

  it('that may pass is tried again on the same connection', async () => {
    const { world, notes } = await watching();
    await world.hub.opens();
    await world.hub.last.fail('HubException: log.unavailable');
    await world.pass(500);

    assert.equal(notes.refusal, null);
    assert.equal(world.hub.asked.length, 2);
    await world.hub.last.answer({ epoch: 'e1', seq: 101, events: [change(100, 101)] });
    assert.deepEqual(notes.seqs, [101]);
  });
});

describe('many topics', () => {
  it('that fail together are each asked for again as soon as one alone', async () => {
    const world = new FakeWorld();
    const live = new Live(world);
    for (let i = 0; i < 101; i++) {
      live.watch(`issue/QY${i}`, new Notebook(), since);
    }
    await world.hub.opens();
    for (const asked of [...world.hub.asked]) {
      await asked.fail('HubException: log.unavailable');
    }
    await world.pass(500);
    assert.equal(world.hub.asked.length, 202);

    await world.hub.breaks();
    await world.pass(500);
    assert.equal(world.hubs.length, 2);
  });
});

describe('a connection that breaks', () => {
  it('is opened again for ever, each time later, at most 30 s apart', async () => {
    const { world } = await watching();
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const before = world.time;
      const count = world.hubs.length;
      await world.hub.refuses();
      while (world.hubs.length === count) {
        await world.pass(250);
      }
      waits.push(world.time - before);
    }

    assert.deepEqual(waits.slice(0, 8), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    assert.equal(waits.at(-1), 30_000);
  });

  it('comes back with the last number of each topic', async () => {
    const { world, notes } = await caughtUp();
    world.hub.push('Changed', change(100, 104));
    await world.hub.breaks();
    await world.pass(500);
    await world.hub.opens();
    assert.equal(world.hub.last.after, 104);
    await world.hub.last.answer({ epoch: 'e1', seq: 108, events: [change(104, 108)] });

    assert.deepEqual(notes.seqs, [104, 108]);
    assert.equal(world.hubs.length, 2);
  });

  it('is opened at once when the page is looked at again', async () => {
    const { world, live } = await watching();
    for (let i = 0; i < 6; i++) {
      await world.hub.refuses();
      await world.pass(30_000);
    }
    await world.hub.refuses();
    const count = world.hubs.length;
    live.wake();
    assert.equal(world.hubs.length, count + 1);

    await world.pass(60_000);
    assert.equal(world.hubs.length, count + 1, 'the old appointment is cancelled');
  });

  it('that was dead while the page slept is found out within 3 s', async () => {
    const { world, live } = await caughtUp();
    live.wake();
    await world.pass(3_500);

    assert.equal(world.hubs[0]!.isStopped, true);
    assert.equal(world.hubs.length, 2);
  });

  it('says nothing to listeners of what the old one still sends', async () => {
    const { world, notes } = await caughtUp();
    const old = world.hub;
    await old.breaks();
    await world.pass(500);
    await world.hub.opens();
    old.push('Changed', change(100, 101));

    assert.deepEqual(notes.seqs, []);
  });
});

describe('freshness', () => {
  it('is live only when every topic has been answered', async () => {
    const { world, live, said } = await watching();
    assert.equal(live.status.freshness, 'reconnecting');
    await world.hub.opens();
    assert.equal(live.status.freshness, 'reconnecting');
    await world.hub.last.answer({ epoch: 'e1', seq: 100, events: [] });

    assert.equal(live.status.freshness, 'live');
    assert.equal(said.at(-1), 'live');
  });

  it('is offline at once when the network says so, as of now', async () => {
    const { world, live, said } = await caughtUp();
    const then = world.time;
    world.online = false;
    live.lost();
    await world.pass(5_000);

    assert.deepEqual(live.status, { freshness: 'offline', asOf: then });
    assert.equal(said.at(-1), 'offline');
  });

  it('becomes live again when the network is back and the topics were answered', async () => {
    const { world, live } = await caughtUp();
    world.online = false;
    live.lost();
    world.online = true;
    live.wake();
    assert.notEqual(live.status.freshness, 'live');
    await world.hub.last.answer({ epoch: 'e1', seq: 100, events: [] });

    assert.equal(live.status.freshness, 'live');
  });

  it('turns from reconnecting to offline after 12 s', async () => {
    const { world, live, said } = await caughtUp();
    await world.hub.breaks();
    assert.equal(live.status.freshness, 'reconnecting');
    await world.pass(12_000);

    assert.equal(live.status.freshness, 'offline');
    assert.equal(said.at(-1), 'offline');
  });

  it('does not claim the silent seconds before a break as fresh', async () => {
    const { world, live } = await caughtUp();
    await world.pass(60_000);
    await world.hub.breaks();

    assert.equal(live.status.asOf, world.time - 12_000);
  });

  it('goes on being told while attempts fail', async () => {
    const { world, live } = await caughtUp();
    await world.pass(60_000);
    await world.hub.breaks();
    const asOf = live.status.asOf;
    await world.pass(500);
    await world.hub.refuses();
    await world.pass(20_000);

    assert.deepEqual(live.status, { freshness: 'offline', asOf });
  });

  it('is not live while a part of the page does not show what was heard of', async () => {
    const { world, live } = await caughtUp();
    const part = {};
    const since = world.time;
    live.isBehind(part, since);
    await world.pass(2_999);
    assert.equal(live.status.freshness, 'live');
    await world.pass(1);
    assert.deepEqual(live.status, { freshness: 'reconnecting', asOf: since });
    await world.pass(9_000);
    assert.deepEqual(live.status, { freshness: 'behind', asOf: since });
    live.isBehind(part, null);

    assert.equal(live.status.freshness, 'live');
  });
});
