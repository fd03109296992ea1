import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { FrozenRows } from './frozen-rows.ts';
import { MAX_ROWS } from './rows.ts';

describe('frozen rows', () => {
  const shown = samples.rows(1, 3);

  it('stay as they were until the table thaws', () => {
    const frozen = new FrozenRows();
    expect(frozen.visible(() => samples.rows(1, 5))).toHaveLength(5);
    frozen.freeze(shown);
    frozen.freeze(samples.rows(1, 5));
    expect(frozen.visible(() => samples.rows(1, 5))).toBe(shown);
    frozen.thaw();
    expect(frozen.visible(() => samples.rows(1, 5))).toHaveLength(5);
  });

  it('count the rows that are held back, each once, and only those that the filter would show', () => {
    const frozen = new FrozenRows();
    frozen.countArrived(['1']);
    frozen.freeze(shown);
    frozen.countArrived(['2', '3']);
    frozen.countArrived(['3', '4']);
    expect(frozen.countWithheld(() => true)).toBe(3);
    expect(frozen.countWithheld(id => id === '3')).toBe(1);
    frozen.thaw();
    expect(frozen.countWithheld(() => true)).toBe(0);
  });

  it('say that there are more rows than they count', () => {
    const frozen = new FrozenRows();
    frozen.freeze(shown);
    frozen.countArrived(Array.from({ length: MAX_ROWS }, (_, i) => String(i)));
    expect(frozen.hasMore).toBe(false);
    frozen.countArrived(['one more']);
    expect(frozen.hasMore).toBe(true);
  });
});
