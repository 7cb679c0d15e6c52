// What both scripts need: options, checks, the API, a connection to the hub.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

/** Options of the command line, with their defaults. */
export function options(defaults) {
  const { values } = parseArgs({
    options: Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: String(value) }]),
    ),
  });
  return values;
}

/** Says what was seen. */
export function say(...words) {
  console.log(new Date().toISOString().slice(11, 23), ...words);
}

/** Ends the script when something does not hold. */
export function check(holds, what) {
  if (!holds) {
    throw new Error(`Does not hold: ${what}`);
  }
  say('ok:', what);
}

/** The demo accounts of a data folder, by account name. */
export async function demoAccounts(dataFolder) {
  const file = path.resolve(dataFolder, 'demo-accounts.json');
  const accounts = JSON.parse(await readFile(file, 'utf8'));
  return new Map(accounts.map((account) => [account.account, account]));
}

/** Somebody who is signed in. */
export class Person {
  constructor(url, account, token) {
    this.url = url;
    this.account = account;
    this.token = token;
  }

  static async signIn(url, account) {
    const { token } = await answer(
      await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: account.account, password: account.password }),
      }),
    );
    return new Person(url, account, token);
  }

  async post(route, body = {}) {
    return answer(
      await fetch(this.url + route, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify(body),
      }),
    );
  }

  async get(route) {
    return answer(await fetch(this.url + route, { headers: { authorization: `Bearer ${this.token}` } }));
  }

  /** A connection to the live hub by way of an address; every Changed is put into its list. */
  async connect(hubUrl = this.url) {
    const hub = new HubConnectionBuilder()
      .withUrl(`${hubUrl}/hubs/live`, { accessTokenFactory: () => this.token })
      .configureLogging(LogLevel.None)
      .build();
    const changes = new Changes();
    hub.on('Changed', (change) => changes.add(change));
    hub.on('Resync', (topic) => changes.fail(new Error(`Resync of ${topic}`)));
    await hub.start();
    return { hub, changes };
  }
}

/** What was pushed, and a way to wait for more of it. */
class Changes {
  #all = [];
  #waiting = [];

  add(change) {
    this.#all.push(change);
    this.#waiting = this.#waiting.filter((it) => !it.tell());
  }

  fail(error) {
    this.#waiting.forEach((it) => it.reject(error));
  }

  of(topic) {
    return this.#all.filter((it) => it.topic === topic);
  }

  /** Waits until a topic has so many changes. */
  async wait(topic, count, timeoutMs = 10_000) {
    return new Promise((resolve, reject) => {
      const late = () =>
        reject(new Error(`${topic}: ${count} changes expected, ${this.of(topic).map((c) => c.kind)} came`));
      const timer = setTimeout(late, timeoutMs);
      const tell = () => {
        const some = this.of(topic);
        if (some.length >= count) {
          clearTimeout(timer);
          resolve(some);
        }
        return some.length >= count;
      };
      if (!tell()) {
        this.#waiting.push({ tell, reject });
      }
    });
  }
}

/** Whether ranges follow each other without hole or overlap, from a number on. */
export function tile(changes, after) {
  return changes.every((change, i) => change.from === (i === 0 ? after : changes[i - 1].seq) && change.seq > change.from);
}

export function isKinds(changes, ...kinds) {
  return changes.map((it) => it.kind).join() === kinds.join();
}

async function answer(response) {
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status} ${text}`);
  }
  return text === '' ? null : JSON.parse(text);
}
