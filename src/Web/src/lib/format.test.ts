import { describe, expect, it } from 'vitest';
import { age, amount, compact, count, duration, none, percent, spoken } from './format.ts';

describe('numbers', () => {
  it('writes amounts with the decimals of their currency', () => {
    expect(amount(4374.03, 'USD')).toBe('4,374.03');
    expect(amount(-1500, 'JPY')).toBe('\u22121,500');
    expect(amount(0.5, 'KWD')).toBe('0.500');
    expect(amount(5, 'CLF')).toBe('5.0000');
  });

  it('writes nothing as a dash', () => {
    for (const format of [count, compact, percent, duration]) {
      expect(format(null)).toBe(none);
      expect(format(NaN)).toBe(none);
    }
  });

  it.each([
    [999, '999'],
    [1000, '1\u2009k'],
    [12_345, '12.3\u2009k'],
    [999_950, '1\u2009M'],
    [11_700_000, '11.7\u2009M'],
    [2.5e9, '2.5\u2009bn'],
    [-4200, '\u22124.2\u2009k'],
  ])('shortens %d', (value, text) => expect(compact(value)).toBe(text));

  it('gives shares two decimals only near the ends', () => {
    expect(percent(0.9392)).toBe('93.92');
    expect(percent(0.5)).toBe('50.0');
    expect(percent(0.0421)).toBe('4.21');
  });

  it.each([
    [0.8, '0.8 ms'],
    [229, '229 ms'],
    [1240, '1.24 s'],
    [125_000, '2 min 05 s'],
    [3_900_000, '1 h 05 min'],
  ])('says %d ms', (ms, text) => expect(duration(ms)).toBe(text));

  it.each([
    [400, '0.4 s'],
    [12_300, '12 s'],
    [240_000, '4 min'],
    [7_200_000, '2 h'],
  ])('says an age of %d ms', (ms, text) => expect(age(ms)).toBe(text));
});

it('A length of time is spoken in whole units', () => {
  expect([60.00011654, 0.0001, 1, 90, 9_000, 90_000, 0.25, 86_400].map(spoken)).toEqual([
    '1 minute',
    'less than a millisecond',
    '1 second',
    '1 minute 30 seconds',
    '2 hours 30 minutes',
    '1 day 1 hour',
    '250 milliseconds',
    '1 day',
  ]);
});
