import { describe, expect, it } from 'vitest';
import type { TransactionDto } from '../../contract.ts';
import { fill, resume, type Sources } from './catch-up.ts';
import { Rows } from '../rows/rows.ts';
import { Sequence } from './sequence.ts';
import { some } from '../../../tests/samples.ts';

/** A server that knows its changes and its store. */
function server(options: {
  changes?: TransactionDto[];
  stored?: TransactionDto[];
  perCall?: number;
  forgotten?: boolean;
}): Sources & { calls: number } {
  const { changes = [], stored = [], perCall = 2, forgotten = false } = options;
  const newestFirst = [...stored].sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    calls: 0,
    resume(epoch, sequence) {
      this.calls++;
      const missed = changes.filter(c => c.sequence > sequence);
      const part = missed.slice(0, perCall);
      return Promise.resolve({
        epoch,
        sequence: part.at(-1)?.sequence ?? sequence,
        snapshotRequired: forgotten,
        reason: null,
        isComplete: part.length === missed.length,
        transactions: part,
      });
    },
    page(cursor) {
      this.calls++;
      const rest = newestFirst.filter(row => cursor === null || row.id < cursor);
      const items = rest.slice(0, 500);
      return Promise.resolve({ items, next: items.length < rest.length ? items.at(-1)!.id : null });
    },
  };
}

describe('catching up', () => {
  it('asks until it has everything', async () => {
    const rows = new Rows();
    rows.merge(some.rows(1, 3));
    const source = server({ changes: some.rows(4, 8) });

    const result = await resume(rows, 'a', 3, source);

    expect(result).toMatchObject({ count: 5, lost: 0, sequence: 8 });
    expect(source.calls).toBe(3);
    expect(rows.size).toBe(8);
  });

  it('gives up when the server has forgotten', async () => {
    expect(await resume(new Rows(), 'a', 3, server({ forgotten: true }))).toBeNull();
  });

  it('reads the store back to what was known, and to what had not ended', async () => {
    const rows = new Rows();
    rows.merge([some.row(1, { status: 'Completed' }), some.row(2, { status: 'Processing' }), some.row(3, { status: 'Completed' })]);
    const stored = some.rows(1, 900, { status: 'Completed', sequence: 0 });

    const result = await fill(rows, some.id(3), some.id(2), server({ stored }));

    expect(result).toMatchObject({ lost: 0, count: 898 });
    expect(rows.size).toBe(900);
    expect(rows.get(some.id(2))!.status).toBe('Completed');
  });

  it('says that rows are missing when there are more than are kept', async () => {
    const rows = new Rows();
    rows.merge(some.rows(1, 3, { status: 'Completed' }));

    const result = await fill(rows, some.id(3), null, server({ stored: some.rows(1, 5_000, { status: 'Completed', sequence: 0 }) }));

    expect(result.lost).toBeNull();
    expect(rows.size).toBe(2_000);
  });
});

describe('sequences', () => {
  it('follow each other, capped or not', () => {
    const sequence = new Sequence();
    expect(sequence.observe({ epoch: 'a', sequence: 100, changed: 5 })).toBe('next');
    expect(sequence.observe({ epoch: 'a', sequence: 400, changed: 300 })).toBe('next');
    expect(sequence.observe({ epoch: 'a', sequence: 400, changed: 0 })).toBe('next');
  });

  it('show a hole, and a restart', () => {
    const sequence = new Sequence();
    sequence.observe({ epoch: 'a', sequence: 100, changed: 5 });
    expect(sequence.observe({ epoch: 'a', sequence: 110, changed: 5 })).toBe('hole');
    expect(sequence.last).toBe(100);
    expect(sequence.observe({ epoch: 'b', sequence: 7, changed: 7 })).toBe('restarted');
    expect(sequence.last).toBe(7);
  });
});
