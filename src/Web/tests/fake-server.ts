import type { TransactionDto } from '../src/contract.ts';
import type { Sources } from '../src/live/recovery/catch-up.ts';

export interface FakeServerOptions {
  /** The changes that the server still has in its memory. */
  changes?: TransactionDto[];
  /** The transactions in its store. */
  stored?: TransactionDto[];
  /** How many changes one answer has. */
  perCall?: number;
  /** The server no longer has the changes that a client asks for. */
  forgotten?: boolean;
}

/** A server that a page can catch up with. The options may change between two calls. */
export class FakeServer implements Sources {
  calls: string[] = [];
  /** The error of the next calls of resume, if any. */
  resumeError: Error | null = null;

  constructor(readonly options: FakeServerOptions = {}) {}

  async resume(epoch: string, sequence: number) {
    this.calls.push(`resume ${epoch} ${sequence}`);
    if (this.resumeError) throw this.resumeError;
    const { changes = [], perCall = 2, forgotten = false } = this.options;
    const missed = changes.filter(c => c.sequence > sequence);
    const part = missed.slice(0, perCall);
    return {
      epoch,
      sequence: part.at(-1)?.sequence ?? sequence,
      snapshotRequired: forgotten,
      reason: null,
      isComplete: part.length === missed.length,
      transactions: part,
    };
  }

  async page(cursor: string | null) {
    this.calls.push(`page ${cursor ?? 'newest'}`);
    const newestFirst = [...(this.options.stored ?? [])].sort((a, b) => (a.id < b.id ? 1 : -1));
    const rest = newestFirst.filter(row => cursor === null || row.id < cursor);
    const items = rest.slice(0, 500);
    return { items, next: items.length < rest.length ? items.at(-1)!.id : null, searchedTo: null };
  }
}
