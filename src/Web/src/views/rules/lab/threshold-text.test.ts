import { describe, expect, it } from 'vitest';
import type { RuleNumber } from '../../../contract.ts';
import { stepAt, stepsOf, withLimit, writtenLimit } from './threshold-text.ts';

const number = (at: number, text: string, limit: string): RuleNumber => ({ number: at, text, limit });

describe('withLimit', () => {
  const count = number(1, 'count per account over 10m > 5', '5');
  const amount = number(2, 'amount >= 1000 EUR', '1000 EUR');

  it('changes the number where the author wrote it, with comments and lines', () => {
    const text = 'count per account over 10m > 5 # amount >= 1000 EUR\n  and amount  >=  1000  EUR';
    const canonical = 'count per account over 10m > 5 and amount >= 1000 EUR';

    expect(withLimit(text, canonical, amount, [count, amount], '250 EUR')).toBe(
      'count per account over 10m > 5 # amount >= 1000 EUR\n  and amount  >=  250 EUR',
    );
    expect(withLimit(text, canonical, count, [count, amount], '7')).toBe(
      'count per account over 10m > 7 # amount >= 1000 EUR\n  and amount  >=  1000  EUR',
    );
  });

  it('takes the standard form where the author wrote it in another way', () => {
    expect(withLimit('count per account over 600s > 5', 'count per account over 10m > 5', count, [count], '7')).toBe(
      'count per account over 10m > 7',
    );
  });

  it('keeps two equal comparisons apart', () => {
    const text = 'source = "a" and amount > 5 EUR or source = "b" and amount > 5 EUR';
    const numbers = [number(1, 'amount > 5 EUR', '5 EUR'), number(2, 'amount > 5 EUR', '5 EUR')];

    expect(withLimit(text, text, numbers[1]!, numbers, '9 EUR')).toBe('source = "a" and amount > 5 EUR or source = "b" and amount > 9 EUR');
  });

  it('leaves the conditions of figures and texts alone', () => {
    const text = 'count per account over 24h where (amount > 5 EUR) >= 3 and amount > 5 EUR and source != "amount > 5 EUR"';
    const numbers = [number(1, 'count per account over 24h where (amount > 5 EUR) >= 3', '3'), number(2, 'amount > 5 EUR', '5 EUR')];

    expect(withLimit(text, text, numbers[1]!, numbers, '9 EUR')).toBe(
      'count per account over 24h where (amount > 5 EUR) >= 3 and amount > 9 EUR and source != "amount > 5 EUR"',
    );
    expect(withLimit(text, text, numbers[0]!, numbers, '4')).toBe(text.replace('>= 3', '>= 4'));
  });

  it('changes a number on the left', () => {
    const left = number(1, '5 < count per account over 1h', '5');
    expect(withLimit('5 < count per account over 1h', '', left, [left], '6')).toBe('6 < count per account over 1h');
  });

  it('does not take a longer number for the number', () => {
    const found = number(1, 'count per account over 10m > 5', '5');
    expect(withLimit('count per account over 10m > 50', 'count per account over 10m > 50', found, [found], '7')).toBe(
      'count per account over 10m > 50',
    );
  });
});

it('writes limits as a rule does', () => {
  expect(['10 minutes', '24 hours', '1 second', '1000.00 EUR', '9999.99 EUR', '12 JPY', '5', '-3.5'].map(writtenLimit)).toEqual([
    '10m',
    '24h',
    '1s',
    '1000 EUR',
    '9999.99 EUR',
    '12 JPY',
    '5',
    '-3.5',
  ]);
  expect(writtenLimit('0.5 seconds')).toBeNull();
  expect(writtenLimit('monday')).toBeNull();
});

it('keeps the points that a rule can have, and finds the one that it has', () => {
  const steps = stepsOf({
    points: [
      { limit: '0.5 seconds', flagged: 1 },
      { limit: '30 seconds', flagged: 2 },
      { limit: '2 minutes', flagged: 5 },
      { limit: '1 hour', flagged: 9 },
    ],
  });

  expect(steps.map(s => s.value)).toEqual([30, 120, 3_600]);
  expect(stepAt(steps, '2m')).toBe(1);
  expect(stepAt(steps, '3m')).toBe(1);
});
