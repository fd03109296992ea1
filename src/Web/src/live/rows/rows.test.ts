import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { isGap, MAX_ROWS, Rows } from './rows.ts';

describe('rows', () => {
  it('stand newest first, each once, in the state that comes last', () => {
    const rows = new Rows();
    rows.merge([samples.row(2), samples.row(1)]);
    rows.merge([samples.row(3), samples.row(1, { status: 'Completed', sequence: 9 })]);
    rows.merge([samples.row(1, { status: 'Processing', sequence: 4 })]);

    expect(rows.list().map(r => r.id)).toEqual([samples.id(3), samples.id(2), samples.id(1)]);
    expect(rows.get(samples.id(1))!.status).toBe('Completed');
  });

  it('take a later status over a later sequence: what the store says has none', () => {
    const rows = new Rows();
    rows.merge([samples.row(1, { status: 'Processing', sequence: 50 })]);
    rows.merge([samples.row(1, { status: 'Failed', sequence: 0 })]);
    expect(rows.get(samples.id(1))!.status).toBe('Failed');
  });

  it('are bounded, and what falls out takes its gap along', () => {
    const rows = new Rows();
    rows.merge(samples.rows(1, 10));
    rows.addGap(samples.id(10), 5, 0, 1);
    rows.merge(samples.rows(11, 20));
    expect(rows.list().findIndex(isGap)).toBe(10);

    const added = rows.merge(samples.rows(21, 21 + MAX_ROWS));

    expect(rows.size).toBe(MAX_ROWS);
    expect(added).toHaveLength(MAX_ROWS);
    expect(rows.list().some(isGap)).toBe(false);
    expect(rows.get(samples.id(20))).toBeUndefined();
  });

  it('agree with sorting everything, whatever the order of arrival', () => {
    const rows = new Rows();
    const all = samples.rows(1, 500);
    const shuffled = all
      .map((row, i) => ({ row, at: (i * 7919) % 500 }))
      .sort((a, b) => a.at - b.at)
      .map(x => x.row);
    for (let i = 0; i < shuffled.length; i += 37) rows.merge(shuffled.slice(i, i + 37));
    expect(rows.list().map(r => r.id)).toEqual(all.map(r => r.id).reverse());
  });

  it('know the oldest that has not ended', () => {
    const rows = new Rows();
    rows.merge([samples.row(1, { status: 'Completed' }), samples.row(2), samples.row(3)]);
    expect(rows.oldestUnfinished()).toBe(samples.id(2));
  });
});
