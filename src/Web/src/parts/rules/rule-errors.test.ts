import { describe, expect, it } from 'vitest';
import type { RuleError } from '../../contract.ts';
import { partsOf, ruleErrorsOf, withSuggestion } from './rule-errors.ts';

const error = (position: number, length: number, suggestion: string | null = null): RuleError => ({
  position,
  length,
  line: 1,
  column: position + 1,
  message: 'wrong',
  suggestion,
});

const texts = (text: string, ...errors: RuleError[]): string[] => partsOf(text, errors).map(p => (p.error ? `[${p.text}]` : p.text));

describe('partsOf', () => {
  it('cuts the text where errors begin and end', () => {
    expect(texts('amuont > 5 EUR and source = online', error(28, 6), error(0, 6))).toEqual([
      '[amuont]',
      ' > 5 EUR and source = ',
      '[online]',
    ]);
  });

  it('gives an error at the end a blank', () => {
    expect(texts('amount > 1 EUR and', error(18, 0))).toEqual(['amount > 1 EUR and', '[ ]']);
    expect(texts('', error(0, 0))).toEqual(['[ ]']);
  });

  it('draws the first of two errors at one place', () => {
    expect(texts('abcdef', error(0, 4), error(2, 3))).toEqual(['[abcd]', 'ef']);
  });

  it('stays within a text that has become shorter', () => {
    expect(texts('abc', error(9, 4))).toEqual(['abc', '[ ]']);
  });
});

describe('withSuggestion', () => {
  it('replaces the part', () => {
    expect(withSuggestion('amuont >= 5 EUR', error(0, 6, 'amount'))).toBe('amount >= 5 EUR');
    expect(withSuggestion('amount >= 1000', error(10, 4, '1000 EUR'))).toBe('amount >= 1000 EUR');
  });

  it('adds a window behind the figure', () => {
    expect(withSuggestion('count per account > 5', error(0, 17, 'over 10m'))).toBe('count per account over 10m > 5');
  });

  it('keeps the window of a figure that gets its account', () => {
    expect(withSuggestion('count over 10m > 5', error(0, 14, 'count per account'))).toBe('count per account over 10m > 5');
  });

  it('changes nothing without a suggestion', () => {
    expect(withSuggestion('x', error(0, 1))).toBe('x');
  });
});

it('reads the errors of a refused rule and of nothing else', () => {
  expect(ruleErrorsOf({ errors: { expression: [error(0, 1)] } })).toHaveLength(1);
  expect(ruleErrorsOf({ errors: { expression: ['is required'] } })).toBeNull();
  expect(ruleErrorsOf(null)).toBeNull();
});
