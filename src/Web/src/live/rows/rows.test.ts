import { describe, expect, it } from 'vitest';
import { Hold } from './frozen-rows.ts';
import { isGap, KEEP, Rows } from './rows.ts';
import { some } from '../../../tests/samples.ts';

describe('rows', () => {
  it('stand newest first, each once, in the state that comes last', () => {
    const rows = new Rows();
    rows.merge([some.row(2), some.row(1)]);
    rows.merge([some.row(3), some.row(1, { status: 'Completed', sequence: 9 })]);
    rows.merge([some.row(1, { status: 'Processing', sequence: 4 })]);

    expect(rows.list().map(r => r.id)).toEqual([some.id(3), some.id(2), some.id(1)]);
    expect(rows.get(some.id(1))!.status).toBe('Completed');
  });

  it('take a later status over a later sequence: what the store says has none', () => {
    const rows = new Rows();
    rows.merge([some.row(1, { status: 'Processing', sequence: 50 })]);
    rows.merge([some.row(1, { status: 'Failed', sequence: 0 })]);
    expect(rows.get(some.id(1))!.status).toBe('Failed');
  });

  it('are bounded, and what falls out takes its gap along', () => {
    const rows = new Rows();
    rows.merge(some.rows(1, 10));
    rows.addGap(some.id(10), 5, 0, 1);
    rows.merge(some.rows(11, 20));
    expect(rows.list().findIndex(isGap)).toBe(10);

    const added = rows.merge(some.rows(21, 21 + KEEP));

    expect(rows.size).toBe(KEEP);
    expect(added).toHaveLength(KEEP);
    expect(rows.list().some(isGap)).toBe(false);
    expect(rows.get(some.id(20))).toBeUndefined();
  });

  it('agree with sorting everything, whatever the order of arrival', () => {
    const rows = new Rows();
    const all = some.rows(1, 500);
    let seed = 7;
    const shuffled = all
      .map(row => ({ row, at: (seed = (seed * 48271) % 2147483647) }))
      .sort((a, b) => a.at - b.at)
      .map(x => x.row);
    for (let i = 0; i < shuffled.length; i += 37) rows.merge(shuffled.slice(i, i + 37));
    expect(rows.list().map(r => r.id)).toEqual(all.map(r => r.id).reverse());
  });

  it('know the oldest that has not ended', () => {
    const rows = new Rows();
    rows.merge([some.row(1, { status: 'Completed' }), some.row(2), some.row(3)]);
    expect(rows.oldestUnfinished()).toBe(some.id(2));
  });
});

describe('a held table', () => {
  it('stays as it is and counts what a filter would show', () => {
    const rows = new Rows();
    const hold = new Hold();
    rows.merge(some.rows(1, 3));
    hold.start(rows.list());
    hold.note(rows.merge([some.row(4), some.row(5, { status: 'Failed' }), some.row(1, { status: 'Completed' })]));

    expect(hold.shown(() => rows.list()).map(r => r.id)).toEqual([some.id(3), some.id(2), some.id(1)]);
    expect(hold.held(() => true)).toBe(2);
    expect(hold.held(id => rows.get(id)?.status === 'Failed')).toBe(1);

    hold.end();
    expect(hold.shown(() => rows.list())).toHaveLength(5);
    expect(hold.held(() => true)).toBe(0);
  });

  it('says when more came than are kept', () => {
    const rows = new Rows();
    const hold = new Hold();
    hold.start([]);
    hold.note(some.rows(1, KEEP + 1).map(r => r.id));
    expect(hold.held(() => true)).toBe(KEEP);
    expect(hold.isOverflowing).toBe(true);
    expect(rows.size).toBe(0);
  });
});
