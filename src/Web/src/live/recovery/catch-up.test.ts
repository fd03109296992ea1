import { describe, expect, it } from 'vitest';
import { FakeServer } from '../../../tests/fake-server.ts';
import { samples } from '../../../tests/samples.ts';
import { Rows } from '../rows/rows.ts';
import { readFromStore, resumeFromServer } from './catch-up.ts';
import { Sequence } from './sequence.ts';

describe('catching up', () => {
  it('asks until it has everything', async () => {
    const rows = new Rows();
    rows.merge(samples.rows(1, 3));
    const source = new FakeServer({ changes: samples.rows(4, 8) });

    const result = await resumeFromServer(rows, 'a', 3, source);

    expect(result).toMatchObject({ count: 5, lost: 0, sequence: 8 });
    expect(source.calls).toHaveLength(3);
    expect(rows.size).toBe(8);
  });

  it('gives up when the server has forgotten', async () => {
    expect(await resumeFromServer(new Rows(), 'a', 3, new FakeServer({ forgotten: true }))).toBeNull();
  });

  it('reads the store back to what was known, and to what had not ended', async () => {
    const rows = new Rows();
    rows.merge([
      samples.row(1, { status: 'Completed' }),
      samples.row(2, { status: 'Processing' }),
      samples.row(3, { status: 'Completed' }),
    ]);
    const stored = samples.rows(1, 900, { status: 'Completed', sequence: 0 });

    const result = await readFromStore(rows, samples.id(3), samples.id(2), new FakeServer({ stored }));

    expect(result).toMatchObject({ lost: 0, count: 898 });
    expect(rows.size).toBe(900);
    expect(rows.get(samples.id(2))!.status).toBe('Completed');
  });

  it('says that rows are missing when there are more than are kept', async () => {
    const rows = new Rows();
    rows.merge(samples.rows(1, 3, { status: 'Completed' }));

    const result = await readFromStore(
      rows,
      samples.id(3),
      null,
      new FakeServer({ stored: samples.rows(1, 5_000, { status: 'Completed', sequence: 0 }) }),
    );

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

  it('show a gap, and a restart', () => {
    const sequence = new Sequence();
    sequence.observe({ epoch: 'a', sequence: 100, changed: 5 });
    expect(sequence.observe({ epoch: 'a', sequence: 110, changed: 5 })).toBe('gap');
    expect(sequence.last).toBe(100);
    expect(sequence.observe({ epoch: 'b', sequence: 7, changed: 7 })).toBe('restarted');
    expect(sequence.last).toBe(7);
  });
});
