import type { ExplainedSlice, ExplainReport, Measure } from '../../../contract.ts';
import { count, percent, words } from '../../../lib/format.ts';
import { type Conditions, sliceFilters, sliceName } from '../../../lib/payments/slice.ts';

/** A line of the panel: a part of the payments, with its share of the change. */
export interface ChangeLine {
  name: string;
  href: string;
  payments: string;
  share: string;
  usual: string;
  ofChange: string;
  /** The share of all others; empty when there are none. */
  without: string;
}

/** What is counted, in the words of the head of the table. */
export const MEASURE_WORD: Record<Measure, string> = {
  FailureRate: 'failed',
  FlaggedShare: 'flagged',
  SlowShare: 'slow',
  Silence: 'silent',
};

/** The payments of a part in a span, in History. */
export function linkTo(conditions: Conditions, measure: Measure, from: string, to: string): string {
  const query = new URLSearchParams({ from, to });
  if (measure === 'FailureRate') query.set('state', 'failed');
  if (measure === 'FlaggedShare') query.set('flagged', 'true');
  for (const [name, value] of Object.entries(sliceFilters(conditions))) query.set(name, value);
  return `/history?${query}`;
}

const share = (value: number | null): string => (value === null ? '' : `${short(value)} %`);

/** Whole percents where a decimal says nothing. */
function short(value: number): string {
  const text = percent(value);
  return Math.abs(value) >= 0.1 && Math.abs(value) <= 0.9 ? String(Math.round(100 * value)) : text.replace(/\.?0+$/, '');
}

export function linesOf({ slices, measure, span }: ExplainReport): ChangeLine[] {
  return slices.map((slice: ExplainedSlice) => ({
    name: sliceName(slice.conditions),
    href: linkTo(slice.conditions, measure, span.from, span.to),
    payments: `${count(slice.bad)} of ${count(slice.payments)}`,
    share: share(slice.share),
    usual: share(slice.usualShare),
    // Some of the change may be more than all of it, when others have become better.
    ofChange: slice.shareOfChange < 0.005 ? 'none' : share(Math.min(1, slice.shareOfChange)),
    without: share(slice.shareWithout),
  }));
}

/** What is said below the lines. */
export function remarksOf(report: ExplainReport): string[] {
  const { reasons, notDifferent, isComplete, span, baseline } = report;
  const remarks: string[] = [];
  if (reasons.length > 0) {
    const named = reasons.slice(0, 3).map(r => `${short(r.share)} % ${words(r.reason)}${usually(r.usualShare)}`);
    remarks.push(`Reasons: ${named.join(', ')}.`);
  }
  if (notDifferent.length > 0) remarks.push(`Not different: ${notDifferent.join(', ')}.`);
  if (baseline.payments === 0) remarks.push('There are no payments before it to compare with.');
  else if (!isComplete) remarks.push('Some payments of the time before it are no longer in memory.');
  if (span.payments === 0) remarks.push('No payment ended in this time.');
  return remarks;
}

const usually = (value: number | null): string => (value === null ? '' : ` (usually ${short(value)} %)`);
