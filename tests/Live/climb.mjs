// An issue that nobody touches climbs from level 0 to 4; a killed host in between changes nothing. See README.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Person, check, demoAccounts, options, say } from './civic.mjs';

const { port, data, category } = options({ port: 5081, data: '../../.data', category: 'UTL-03' });
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const url = `http://127.0.0.1:${port}`;
const POLL_MS = 500;
const CLIMB_MS_MAX = 600_000;

async function startHost() {
  const arguments_ = ['--port', port, '--data', path.resolve(data), '--budgets', 'demo'];
  const host = spawn(path.join(root, 'run.sh'), arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: host.stdout })) {
    if (line.startsWith('CivicGrains is ready')) {
      say(line);
      host.stdout.resume();
      return host;
    }
  }
  throw new Error('The host ended before it was ready.');
}

async function untilLevel(person, id, level) {
  for (const start = Date.now(); Date.now() - start < CLIMB_MS_MAX; await delay(POLL_MS)) {
    const issue = await person.get(`/api/issues/${id}`);
    if (issue.level >= level) {
      say(`at level ${issue.level}, handler ${issue.handler.role} of ${issue.handler.place}, due ${issue.dueAt}`);
      return issue;
    }
  }
  throw new Error(`${id} did not reach level ${level}`);
}

let host;
try {
  host = await startHost();
  const accounts = await demoAccounts(data);
  let resident = await Person.signIn(url, accounts.get('resident'));
  const { id, level, dueAt } = await resident.post('/api/issues', {
    owner: resident.account.place,
    category,
    description: '门口的下水道堵了，污水冒到路上。',
  });
  say(`${id} reported; level ${level}, due ${dueAt}`);
  await untilLevel(resident, id, 1);

  say('SIGKILL');
  const ended = once(host, 'exit');
  host.kill('SIGKILL');
  await ended;
  host = await startHost();
  resident = await Person.signIn(url, accounts.get('resident'));

  await untilLevel(resident, id, 4);
  const timeline = await resident.get(`/api/issues/${id}/timeline`);
  timeline.forEach((it) => say(`  ${it.at} ${it.type} level ${it.level}`));
  const climbed = timeline.filter((it) => it.type === 'issue.escalated').map((it) => it.level);
  check(climbed.join() === '1,2,3,4', 'it climbed one level at a time, each once');
  say('It held.');
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  host?.kill('SIGINT');
}
