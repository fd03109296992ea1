import { describe, expect, it } from 'vitest';
import { complete, completionsAt, wordBefore } from './completion.ts';

describe('completionsAt', () => {
  const found = (text: string, isAskedFor = false): string[] => completionsAt(text, text.length, isAskedFor).map(c => c.text);

  it('finds what begins with the word', () => {
    expect(found('amount >= 5 EUR and cou')).toEqual(['counterparty', 'count per account over 10m']);
  });

  it('finds nothing for a whole word, a number, a text or a comment', () => {
    expect(found('amount')).toEqual([]);
    expect(found('amount >= 5')).toEqual([]);
    expect(found('source = "cou')).toEqual([]);
    expect(found('amount > 1 EUR # cou')).toEqual([]);
  });

  it('goes on after a closed text', () => {
    expect(found('source = "pos" an')).toEqual(['and']);
  });

  it('lists all words when it is asked for', () => {
    expect(found('', true).length).toBeGreaterThan(20);
  });

  it('finds nothing in the middle of a word', () => {
    expect(completionsAt('count', 3)).toEqual([]);
  });
});

it('puts the completion in place of the word', () => {
  const [first] = completionsAt('a > 1 and cou', 13);
  expect(complete('a > 1 and cou', 13, first!)).toEqual({ text: 'a > 1 and counterparty', at: 22 });
  expect(wordBefore('first_se', 8)).toBe('first_se');
});
