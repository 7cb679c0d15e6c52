import type { Change, Mark, WatchAnswer } from './protocol';

/** Who wants to hear about a topic. */
export interface Listener {
  /** Something happened; in order, each event once. */
  changed(change: Change): void;
  /** What is shown may be wrong: read it anew. The snapshot is where the topic stands now. */
  reload(snapshot: unknown): void;
  /** The topic has ended for this person; others of the same listener go on. */
  refused(code: string, topic: string): void;
}

/** What is to be done after a message was taken. */
export type Next = 'go on' | 'watch anew';

/**
 * One topic on its way from number to number. Ranges tile; where they do not, something was lost, and the topic is
 * watched anew from the last number that is certain.
 */
export class Topic {
  readonly listeners = new Set<Listener>();
  mark: Mark | null;
  /** Whether the hub has answered on the connection that is open now. */
  isWatched = false;
  /** How often in a row the hub could not answer. */
  failures = 0;

  /** What arrived between the answer to a watch and the moment its promise was heard of. */
  private early: Change[] | null = null;

  constructor(
    readonly name: string,
    since: Mark | null,
  ) {
    this.mark = since;
  }

  /** A watch was asked for: what comes until it is answered belongs to after the answer. */
  asked(): void {
    this.isWatched = false;
    this.early = [];
  }

  /** The connection is gone. */
  lost(): void {
    this.isWatched = false;
    this.early = null;
  }

  /** The hub wants it watched anew, from nothing. */
  forget(): void {
    this.mark = null;
    this.lost();
  }

  answered(answer: WatchAnswer): Next {
    const early = this.early ?? [];
    this.early = null;
    this.isWatched = true;
    if (answer.events && this.mark?.epoch === answer.epoch) {
      for (const event of answer.events) {
        if (this.take(event) === 'watch anew') {
          return 'watch anew';
        }
      }
      this.mark = { seq: answer.seq, epoch: answer.epoch };
    } else {
      this.mark = { seq: answer.seq, epoch: answer.epoch };
      this.tell(listener => listener.reload(answer.snapshot));
    }

    for (const change of early) {
      if (this.take(change) === 'watch anew') {
        return 'watch anew';
      }
    }
    return 'go on';
  }

  pushed(change: Change): Next {
    if (this.early) {
      this.early.push(change);
      return 'go on';
    }
    // Before anything was asked, or of a watch that has ended.
    return this.isWatched ? this.take(change) : 'go on';
  }

  refused(code: string): void {
    this.lost();
    this.tell(listener => listener.refused(code, this.name));
  }

  private take(change: Change): Next {
    const { seq, epoch } = this.mark!;
    if (change.seq <= seq) {
      return 'go on';
    }
    if (change.from !== seq) {
      return 'watch anew';
    }
    this.mark = { seq: change.seq, epoch };
    this.tell(listener => listener.changed(change));
    return 'go on';
  }

  private tell(say: (listener: Listener) => void): void {
    for (const listener of [...this.listeners]) {
      say(listener);
    }
  }
}
