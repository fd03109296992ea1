import { describe, expect, it } from 'vitest';
import { ApiError } from '../../lib/api.ts';
import { readHistoryAddress } from './address.ts';
import { problemsIn, problemsOf, sentenceOf } from './problems.ts';

const now = Date.parse('2026-11-23T17:00:00Z');
const problems = (text: string): object => problemsOf(readHistoryAddress(new URLSearchParams(text)).value, now);

describe('problems of a filter', () => {
  it('are found by the page, in its own words', () => {
    expect(problems('min=10&max=9')).toEqual({ max: 'The upper amount is below the lower one.' });
    expect(problems('min=9&max=10')).toEqual({});
    expect(problems('from=2026-11-23T16:00:00Z&to=2026-11-23T15:00:00Z')).toEqual({ to: 'The end is before the start.' });
    expect(problems('createdFrom=2017-02-01T00:00:00Z&createdTo=2017-01-01T00:00:00Z')).toEqual({
      createdTo: 'The end is before the start.',
    });
  });

  it('that the server found do not speak of the API', () => {
    const error = new ApiError(400, '', { maxAmount: ['must not be below minAmount'] });
    expect(problemsIn(error)).toEqual({ max: 'must not be below “Amount from”' });
    expect(sentenceOf(problemsIn(error))).toBe('Amount to must not be below “Amount from”.');
    expect(sentenceOf(problemsIn(new ApiError(422, 'from and to')))).toContain('Choose a shorter range');
    expect(sentenceOf(problems('min=10&max=9') as Record<string, string>)).toBe('The upper amount is below the lower one.');
  });
});
