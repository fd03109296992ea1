import { expect, it } from 'vitest';
import { samples } from '../../tests/samples.ts';
import { amountColumnWidth } from './amount-column.ts';

const widthOf = (...amounts: number[]): number => amountColumnWidth(amounts.map((amount, i) => samples.row(i, { amount })));

it('The column of the amounts grows with the longest amount, and never shrinks below the usual width', () => {
  expect(widthOf()).toBe(156);
  expect(widthOf(12.34, 99_999.99)).toBe(156);
  expect(widthOf(12_345_678.9)).toBeGreaterThan(156);
  expect(widthOf(1, 123_456_789_012_345)).toBeGreaterThan(widthOf(12_345_678.9));
  expect(widthOf(-12_345_678.9)).toBeGreaterThan(widthOf(12_345_678.9));
});

it('A currency with more decimals needs more room, and a gap in the list none', () => {
  const dinars = [samples.row(1, { amount: 12_345_678.9, currency: 'KWD' })];
  expect(amountColumnWidth(dinars)).toBeGreaterThan(widthOf(12_345_678.9));
  expect(amountColumnWidth([{ gap: true }])).toBe(156);
});
