import { expect, it } from 'vitest';
import { canFilter, conditionsOf, sliceFilters, sliceName } from './slice.ts';

it('A part of the payments is filtered by the fields that the history has', () => {
  expect(sliceFilters({ source: 'pos', currency: 'GBP', flag: 'high_velocity', duration: '64 to 128 ms' })).toEqual({
    source: 'pos',
    currency: 'GBP',
    rule: 'high_velocity',
  });
});

it('A payment without a flag is filtered by that, and a processing time not at all', () => {
  expect(sliceFilters({ flag: '(none)' })).toEqual({ flagged: 'false' });
  expect(sliceName({ flag: '(none)' })).toBe('not flagged');
  expect(canFilter({ source: 'pos', duration: '64 to 128 ms' })).toBe(false);
});

it('A range of amounts ends before its upper limit', () => {
  expect(sliceFilters({ amount: '100 to 1,000' })).toEqual({ min: '100', max: '999.999' });
  expect(sliceFilters({ amount: 'from 1,000,000' })).toEqual({ min: '1000000' });
  expect(sliceFilters({ amount: 'below 0' })).toEqual({ max: '-0.001' });
});

it('The subject of an alert is read as a part, and has a name', () => {
  expect(conditionsOf('source:pos; currency:GBP')).toEqual({ source: 'pos', currency: 'GBP' });
  expect(conditionsOf('everything')).toEqual({});
  expect(sliceName({})).toBe('Everything');
  expect(sliceName({ source: 'pos', amount: '10 to 100' })).toBe('pos · amount 10 to 100');
});
