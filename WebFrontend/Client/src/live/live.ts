import { waitAfter } from './backoff';
import { codeOf, isFinal, isSignedOut, type Changed, type Mark, type WatchAnswer } from './protocol';
import type { Hub, Surroundings } from './surroundings';
import { Topic, type Listener } from './topic';

/** How fresh a page is. */
export type Freshness = 'live' | 'reconnecting' | 'offline' | 'behind' | 'signed-out';

export interface Status {
  freshness: Freshness;
  /** Up to when what is shown is certainly right, in ms since 1970; while live that is now. */
  asOf: number;
}

/** The hub gives a sign every 5 s; without any for so long, the connection counts as lost. */
export const silenceMaxMs = 12_000;

/** What was heard of may take so long to be shown before the page stops saying that it is live. */
const shownWithinMs = 3_000;

/** A connection that may have died while the page slept has to answer within this time. */
const proofMaxMs = 3_000;

/**
 * The one live connection of a page. It connects for ever, says honestly how fresh the page is, and brings every topic
 * from the last number it saw to now, whatever happened in between.
 */
export class Live {
  private readonly topics = new Map<string, Topic>();
  private readonly heard = new Set<(status: Status) => void>();
  private hub: Hub | null = null;
  private isStarted = false;
  private isUp = false;
  private isSignedOut = false;
  private isOffline = false;
  private failures = 0;
  private certainUntil: number;
  private downSince: number | null = null;
  private cancelRetry: (() => void) | null = null;
  private cancelOffline: (() => void) | null = null;
  private said: Status | null = null;
  /** Parts of the page that do not show yet what was heard of: since when, and how to forget the appointments. */
  private readonly behind = new Map<object, { since: number; cancel: () => void }>();

  constructor(private readonly around: Surroundings) {
    this.certainUntil = around.now();
  }

  get status(): Status {
    if (this.isSignedOut) {
      return { freshness: 'signed-out', asOf: this.certainUntil };
    }
    const now = this.around.now();
    const shownUntil = Math.min(now, ...[...this.behind.values()].map(part => part.since));
    if (this.isUp && !this.isOffline && [...this.topics.values()].every(topic => topic.isWatched)) {
      const late = now - shownUntil;
      return late < shownWithinMs
        ? { freshness: 'live', asOf: now }
        : { freshness: late < silenceMaxMs ? 'reconnecting' : 'behind', asOf: shownUntil };
    }
    const isLong = this.downSince !== null && now - this.downSince >= silenceMaxMs;
    const asOf = Math.min(this.certainUntil, shownUntil);
    return { freshness: this.isOffline || isLong ? 'offline' : 'reconnecting', asOf };
  }

  /**
   * Hears from a part of the page that it does not show everything it has heard of: the connection may be alive and
   * what is shown old all the same.
   * @param since From when on something is missing; null when nothing is.
   */
  isBehind(part: object, since: number | null): void {
    const before = this.behind.get(part);
    if (before?.since === (since ?? undefined)) {
      return;
    }
    before?.cancel();
    this.behind.delete(part);
    if (since !== null) {
      const cancels = [shownWithinMs, silenceMaxMs].map(ms => {
        return this.around.after(Math.max(0, since + ms - this.around.now()), () => this.say());
      });
      this.behind.set(part, { since, cancel: () => cancels.forEach(cancel => cancel()) });
    }
    this.say();
  }

  /** Hears of every change of freshness, and at once how it is. */
  onStatus(hear: (status: Status) => void): void {
    this.heard.add(hear);
    hear(this.status);
  }

  /**
   * Watches a topic until the answer is called.
   * @param since Up to where the page knows it already.
   */
  watch(name: string, listener: Listener, since: Mark | null): () => void {
    let topic = this.topics.get(name);
    const isNew = !topic;
    if (!topic) {
      topic = new Topic(name, since);
      this.topics.set(name, topic);
    }
    topic.listeners.add(listener);
    if (isNew && this.isUp) {
      void this.ask(topic);
    } else if (!this.isStarted) {
      this.isStarted = true;
      void this.connect();
    }
    if (!isNew && topic.mark && (since?.epoch !== topic.mark.epoch || since.seq < topic.mark.seq)) {
      // The others are further on than this one's page.
      listener.reload(null);
    }
    return () => this.unwatch(topic, listener);
  }

  /** The network is there again, or somebody looks at the page again: find out at once how things stand. */
  wake(): void {
    this.isOffline = !this.around.isOnline();
    if (!this.isStarted || this.isSignedOut || this.isOffline) {
      this.say();
      return;
    }
    if (!this.hub) {
      this.cancelRetry?.();
      void this.connect();
    } else if (this.isUp) {
      void this.prove(this.hub);
    }
  }

  /** The network is gone: no need to wait until that is noticed. */
  lost(): void {
    this.isOffline = true;
    this.certainUntil = this.around.now();
    this.say();
  }

  /** Nobody is signed in any more. */
  signedOut(): void {
    this.isSignedOut = true;
    this.cancelRetry?.();
    const hub = this.hub;
    this.drop();
    void hub?.stop().catch(() => undefined);
    this.say();
  }

  private async connect(): Promise<void> {
    this.cancelRetry = null;
    const hub = this.around.openHub();
    this.hub = hub;
    hub.on('Changed', (change: Changed) => this.changed(hub, change));
    hub.on('Resync', (name: string) => this.resync(hub, name));
    hub.onclose(() => this.closed(hub));
    try {
      await hub.start();
    } catch (error) {
      if (hub !== this.hub) {
        return;
      }
      if (isSignedOut(error)) {
        this.signedOut();
      } else {
        this.closed(hub);
      }
      return;
    }
    if (hub !== this.hub) {
      void hub.stop().catch(() => undefined);
      return;
    }
    this.isUp = true;
    await Promise.all([...this.topics.values()].map(topic => this.ask(topic)));
  }

  /** Asks for a topic from its last number on; again after a while when the hub cannot answer just now. */
  private async ask(topic: Topic): Promise<void> {
    const hub = this.hub!;
    topic.asked();
    this.say();
    let next;
    try {
      const { seq, epoch } = topic.mark ?? { seq: null, epoch: null };
      const answer = await hub.invoke<WatchAnswer>('Watch', topic.name, seq, epoch);
      if (hub !== this.hub || this.topics.get(topic.name) !== topic) {
        return;
      }
      this.failures = 0;
      topic.failures = 0;
      this.isOffline = false;
      this.certainUntil = this.around.now();
      next = topic.answered(answer);
    } catch (error) {
      if (hub !== this.hub || this.topics.get(topic.name) !== topic) {
        return;
      }
      const code = codeOf(error);
      if (isFinal(code)) {
        this.topics.delete(topic.name);
        topic.refused(code);
        if (code === 'actor.not-signed-in') {
          this.signedOut();
        }
        this.say();
      } else {
        const wait = waitAfter(topic.failures++, this.around.random());
        this.around.after(wait, () => {
          if (hub === this.hub && this.topics.get(topic.name) === topic) {
            void this.ask(topic);
          }
        });
      }
      return;
    }
    this.say();
    if (next === 'watch anew') {
      await this.ask(topic);
    }
  }

  /** Brings every topic up to now, which a dead connection cannot. */
  private async prove(hub: Hub): Promise<void> {
    const takeBack = this.around.after(proofMaxMs, () => {
      if (hub === this.hub) {
        this.closed(hub);
        void hub.stop().catch(() => undefined);
      }
    });
    await Promise.all([...this.topics.values()].map(topic => this.ask(topic)));
    takeBack();
  }

  private changed(hub: Hub, change: Changed): void {
    const topic = this.topics.get(change.topic);
    if (hub !== this.hub || !topic) {
      return;
    }
    this.isOffline = false;
    this.certainUntil = this.around.now();
    if (topic.pushed(change) === 'watch anew') {
      void this.ask(topic);
    }
  }

  private resync(hub: Hub, name: string): void {
    const topic = this.topics.get(name);
    if (hub === this.hub && topic) {
      topic.forget();
      void this.ask(topic);
    }
  }

  private closed(hub: Hub): void {
    if (hub !== this.hub) {
      return;
    }
    const now = this.around.now();
    // The connection may have been dead for as long as nobody notices.
    this.certainUntil = this.isUp ? Math.max(this.certainUntil, now - silenceMaxMs) : this.certainUntil;
    this.drop();
    const wait = waitAfter(this.failures++, this.around.random());
    this.cancelRetry = this.around.after(wait, () => void this.connect());
    this.say();
  }

  private drop(): void {
    this.hub = null;
    this.isUp = false;
    for (const topic of this.topics.values()) {
      topic.lost();
    }
  }

  private unwatch(topic: Topic, listener: Listener): void {
    topic.listeners.delete(listener);
    if (topic.listeners.size === 0 && this.topics.get(topic.name) === topic) {
      this.topics.delete(topic.name);
      if (this.isUp) {
        void this.hub!.invoke('Unwatch', topic.name).catch(() => undefined);
      }
      this.say();
    }
  }

  private say(): void {
    const status = this.status;
    if (status.freshness === 'live') {
      this.downSince = null;
      this.cancelOffline?.();
      this.cancelOffline = null;
    } else if (this.downSince === null) {
      this.downSince = this.around.now();
      this.cancelOffline = this.around.after(silenceMaxMs, () => this.say());
    }
    if (this.said?.freshness !== status.freshness || (status.freshness !== 'live' && this.said.asOf !== status.asOf)) {
      this.said = status;
      for (const hear of this.heard) {
        hear(status);
      }
    }
  }
}
