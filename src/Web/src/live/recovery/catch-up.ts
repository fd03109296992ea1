import type { ResumeAnswer, TransactionDto, TransactionPage } from '../../contract.ts';
import { KEEP, type Rows } from '../rows/rows.ts';

export interface Sources {
  resume(epoch: string, sequence: number): Promise<ResumeAnswer>;
  page(cursor: string | null): Promise<TransactionPage>;
}

/** What became of a cut: how many changes were taken in, and whether rows are missing (null: some, nobody knows how many). */
export interface CaughtUp {
  count: number;
  lost: number | null;
  sequence: number | null;
  added: string[];
}

/** A stuck server must not be asked for ever. */
const MAX_CALLS = 200;

/** Everything since a sequence, call by call. Null when the server cannot say, so that only the store can. */
export async function resume(rows: Rows, epoch: string, sequence: number, sources: Sources): Promise<CaughtUp | null> {
  const result: CaughtUp = { count: 0, lost: 0, sequence, added: [] };
  let from = sequence;
  for (let call = 0; call < MAX_CALLS; call++) {
    const answer = await sources.resume(epoch, from);
    if (answer.snapshotRequired) return null;
    take(rows, answer.transactions, result);
    from = result.sequence = answer.sequence;
    if (answer.isComplete) return result;
  }
  return null;
}

/**
 * Reads the store from its newest row back to the newest row that was known, and beyond it to the oldest that had not ended, because its
 * end may have been missed too. No more than the page keeps; what is missing then is marked in the list.
 */
export async function fill(rows: Rows, knownBefore: string | null, unfinishedBefore: string | null, sources: Sources): Promise<CaughtUp> {
  const result: CaughtUp = { count: 0, lost: 0, sequence: null, added: [] };
  if (knownBefore === null) return result;
  const floor = unfinishedBefore !== null && unfinishedBefore < knownBefore ? unfinishedBefore : knownBefore;
  let cursor: string | null = null;
  for (let read = 0; read < KEEP; ) {
    const page = await sources.page(cursor);
    take(
      rows,
      page.items.filter(row => row.id >= floor),
      result,
    );
    read += page.items.length;
    const last = page.items.at(-1);
    const reaches = !last || last.id <= floor || page.next === null || (last.id <= knownBefore && read >= KEEP);
    if (reaches) {
      rows.closeGaps(knownBefore);
      return result;
    }
    cursor = page.next;
  }
  return { ...result, lost: null };
}

function take(rows: Rows, transactions: readonly TransactionDto[], result: CaughtUp): void {
  result.added.push(...rows.merge(transactions));
  // Taken are those that were new or newer; the rest was known already.
  result.count += transactions.filter(t => rows.get(t.id) === t).length;
}
