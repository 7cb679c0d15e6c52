// A report becomes durable, moves, and reaches a stock SignalR client; a cut loses nothing. See README.md.
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Person, check, demoAccounts, isKinds, options, say, tile } from './civic.mjs';

const { url, data, cut } = options({ url: 'http://127.0.0.1:5080', data: '../../.data', cut: 30 });
const target = new URL(url);

// The hub is reached through a wire that can be cut like a network: at once, without a goodbye, and nobody gets through.
const wire = {
  sockets: new Set(),
  isCut: false,
  server: net.createServer((socket) => {
    if (wire.isCut) {
      socket.destroy();
      return;
    }
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [[socket, upstream], [upstream, socket]]) {
      wire.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        wire.sockets.delete(one);
        other.destroy();
      });
    }
  }),
  cut() {
    this.isCut = true;
    this.sockets.forEach((socket) => socket.destroy());
  },
};

try {
  await new Promise((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
  const hubUrl = `http://127.0.0.1:${wire.server.address().port}`;
  const accounts = await demoAccounts(data);
  const resident = await Person.signIn(url, accounts.get('resident'));
  const manager = await Person.signIn(url, accounts.get('property-manager'));
  const compound = resident.account.place;
  check(manager.account.place === compound, `resident and property manager belong to ${compound}`);

  let { hub, changes } = await resident.connect(hubUrl);
  const before = await hub.invoke('Watch', compound, null, null);
  const { id } = await resident.post('/api/issues', {
    owner: compound,
    category: 'UTL-04',
    description: '二单元三楼的楼道灯不亮，晚上看不见台阶。',
  });
  say(`${id} reported`);
  const topic = `issue/${id}`;
  const start = await hub.invoke('Watch', topic, null, null);
  check(start.snapshot !== undefined, `the first Watch(${topic}) answers a snapshot, at seq ${start.seq}`);

  await manager.post(`/api/issues/${id}/acknowledge`);
  await manager.post(`/api/issues/${id}/start`);
  await manager.post(`/api/issues/${id}/resolve`, { note: '更换了灯泡和声控开关，已恢复照明。' });

  const live = await changes.wait(topic, 3);
  live.forEach((it) => say(`  Changed (${it.from}, ${it.seq}] ${it.kind} ${it.view?.status}`));
  check(
    isKinds(live, 'issue.acknowledged', 'issue.started', 'issue.resolved'),
    'acknowledge, start and resolve arrive as separate Changed, in order',
  );
  check(tile(live, start.seq), 'their ranges tile from the snapshot on');

  // Neighbours may have reported something too: ranges tile over all, kinds are looked at for this issue alone.
  const atCompound = await changes.wait(compound, 4);
  const ofIssue = atCompound.filter((it) => it.view?.id === id);
  check(tile(atCompound, before.seq), `ranges of ${compound} tile`);
  check(ofIssue[0].kind === 'issue.reported', 'the report itself arrived as a Changed of the compound');

  const closed = new Promise((resolve) => hub.onclose(resolve));
  wire.cut();
  await closed;
  say(`the wire is cut for ${cut} s`);
  const seen = live.at(-1).seq;
  await resident.post(`/api/issues/${id}/close`);
  await resident.post(`/api/issues/${id}/rate`, { stars: 5 });
  await resident.post(`/api/issues/${id}/reopen`, { reason: '灯又坏了。' });
  await delay(Number(cut) * 1000);
  wire.isCut = false;

  ({ hub, changes } = await resident.connect(hubUrl));
  const missed = await hub.invoke('Watch', topic, seen, start.epoch);
  check(missed.events !== undefined, `Watch(${topic}, ${seen}, ${start.epoch}) answers what was missed`);
  missed.events.forEach((it) => say(`  missed (${it.from}, ${it.seq}] ${it.kind} ${it.view?.status}`));
  check(isKinds(missed.events, 'issue.closed', 'issue.rated', 'issue.reopened'), 'all of it came, each once, in order');
  check(tile(missed.events, seen), 'the ranges tile with those seen before the cut');

  await manager.post(`/api/issues/${id}/acknowledge`);
  const after = await changes.wait(topic, 1);
  check(isKinds(after, 'issue.acknowledged') && tile(after, missed.seq), 'and what happens next is pushed again');

  const future = await hub.invoke('Watch', topic, 1e12, start.epoch);
  check(future.snapshot !== undefined, 'a cursor from the future gets a snapshot');
  await hub.stop();
  say('It held.');
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  wire.cut();
  wire.server.close();
}
