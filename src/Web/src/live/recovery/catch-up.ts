import type { ResumeAnswer, TransactionDto, TransactionPage } from '../../contract.ts';
import { MAX_ROWS, type Rows } from '../rows/rows.ts';

/** Where the page gets missed transactions from. */
export interface Sources {
  /** Asks the server for the changes after a sequence. */
  resume(epoch: string, sequence: number): Promise<ResumeAnswer>;
  /** Reads a page of the stored transactions, newest first. */
  page(cursor: string | null): Promise<TransactionPage>;
}

/** The result of catching up. */
export interface CaughtUp {
  /** Changes that the page took in. */
  count: number;
  /** Rows that are missing; null when some are missing and their number is unknown. */
  lost: number | null;
  /** The last change that the page now knows; null when the store answered, which has no sequence. */
  sequence: number | null;
  /** Ids of rows that the page did not have before. */
  added: string[];
}

/** Ends the catching up when a broken server never says that the answer is complete. */
const MAX_CALLS = 200;

/** Asks the server for every change after a sequence. Null when the server no longer has them; then only the store can help. */
export async function resumeFromServer(rows: Rows, epoch: string, sequence: number, sources: Sources): Promise<CaughtUp | null> {
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
 * Reads the store from its newest row back to the newest row that the page knew, and on to the oldest row that was unfinished, because the
 * page may have missed its end. Reads no more rows than the page keeps; rows that are missing then become a gap in the list.
 */
export async function readFromStore(
  rows: Rows,
  newestKnown: string | null,
  oldestUnfinished: string | null,
  sources: Sources,
): Promise<CaughtUp> {
  const result: CaughtUp = { count: 0, lost: 0, sequence: null, added: [] };
  if (newestKnown === null) return result;
  const stopAt = oldestUnfinished !== null && oldestUnfinished < newestKnown ? oldestUnfinished : newestKnown;
  let cursor: string | null = null;
  for (let read = 0; read < MAX_ROWS; ) {
    const page = await sources.page(cursor);
    const wanted = page.items.filter(row => row.id >= stopAt);
    take(rows, wanted, result);
    read += page.items.length;
    const last = page.items.at(-1);
    const isDone = !last || last.id <= stopAt || page.next === null || (last.id <= newestKnown && read >= MAX_ROWS);
    if (isDone) {
      rows.closeGaps(newestKnown);
      return result;
    }
    cursor = page.next;
  }
  return { ...result, lost: null };
}

function take(rows: Rows, transactions: readonly TransactionDto[], result: CaughtUp): void {
  result.added.push(...rows.merge(transactions));
  // The rows that are now in the list were new or newer; the page knew the others already.
  result.count += transactions.filter(t => rows.get(t.id) === t).length;
}
