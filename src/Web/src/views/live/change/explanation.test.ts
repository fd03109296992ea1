import { expect, it } from 'vitest';
import type { ExplainReport } from '../../../contract.ts';
import { linesOf, remarksOf } from './explanation.ts';

const span = { from: '2026-11-23T13:12:04Z', to: '2026-11-23T13:13:04Z', payments: 1_900, bad: 420, share: 0.22 };

const report = (rest: Partial<ExplainReport> = {}): ExplainReport => ({
  measure: 'FailureRate',
  span,
  baseline: { ...span, payments: 100_000 },
  slices: [
    {
      conditions: { source: 'acquirer-b', currency: 'GBP' },
      payments: 480,
      bad: 356,
      share: 0.7417,
      usualShare: 0.02,
      shareOfPayments: 0.25,
      shareOfBad: 0.85,
      shareOfChange: 1.04,
      shareWithout: 0.0312,
    },
  ],
  reasons: [{ reason: 'issuer_timeout', count: 285, share: 0.8, usualShare: 0.05 }],
  notDifferent: ['currency', 'account'],
  leftOut: [],
  isComplete: true,
  ...rest,
});

it('A line names the part, and links to its rows of that time', () => {
  const [line] = linesOf(report());
  expect(line).toMatchObject({
    name: 'acquirer-b · GBP',
    payments: '356 of 480',
    share: '74 %',
    usual: '2 %',
    ofChange: '100 %',
    without: '3.1 %',
  });
  expect(Object.fromEntries(new URL(line!.href!, 'http://localhost').searchParams)).toEqual({
    from: span.from,
    to: span.to,
    state: 'failed',
    source: 'acquirer-b',
    currency: 'GBP',
  });
});

it('Below the lines stand the reasons, what is not different, and what is missing', () => {
  expect(remarksOf(report())).toEqual(['Reasons: 80 % issuer timeout (usually 5 %).', 'Not different: currency, account.']);
  expect(remarksOf(report({ reasons: [], notDifferent: [], isComplete: false }))).toEqual([
    'Some payments of the time before it are no longer in memory.',
  ]);
});
