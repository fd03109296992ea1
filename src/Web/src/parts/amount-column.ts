import { currencyDecimals } from '../contract.ts';
import { amount } from '../lib/format.ts';

interface Amount {
  amount: number;
  currency: string;
}

// Widths in pixels of the widest common system font at 14 pixels. Other fonts leave some room.
const DIGIT = 8.95;
const SEPARATOR = 4.5;
const MINUS = 11.8;
/** The padding of the cell and the currency code. */
const REST = 24 + 4 + 30;
const LEAST = 156;

/** The width of a column that shows every amount whole, with its currency. */
export function amountColumnWidth(rows: readonly (Amount | object)[]): number {
  let greatest = 0;
  let decimals = 2;
  let isNegative = false;
  for (const row of rows) {
    if (!('amount' in row)) continue;
    greatest = Math.max(greatest, Math.abs(row.amount));
    decimals = Math.max(decimals, currencyDecimals[row.currency] ?? 2);
    isNegative ||= row.amount < 0;
  }
  const whole = amount(Math.trunc(greatest), 'JPY');
  const digits = whole.replaceAll(',', '').length + decimals;
  const separators = whole.split(',').length;
  return Math.max(LEAST, Math.ceil(digits * DIGIT + separators * SEPARATOR + (isNegative ? MINUS : 0) + REST));
}
