import type { ExplainedSlice, ExplainReport, Measure } from '../../../contract.ts';
import { count, words } from '../../../lib/format.ts';
import { type Conditions, canFilter, sliceFilters, sliceName } from '../../../lib/payments/slice.ts';

/** A line of the panel: a part of the payments, with its share of the change. */
export interface ChangeLine {
  name: string;
  /** Its rows in History; null when History cannot filter by it. */
  href: string | null;
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
  for (const [name, value] of Object.entries(sliceFilters(conditions))) query.set(name, value);
  if (measure === 'FlaggedShare') query.set('flagged', 'true');
  return `/history?${query}`;
}

const share = (value: number | null): string => (value === null ? '' : `${short(value)} %`);

/** Percent with a decimal where it matters. */
function short(value: number): string {
  const shown = 100 * value;
  return String(Math.abs(shown) < 10 ? Math.round(10 * shown) / 10 : Math.round(shown));
}

export function linesOf({ slices, measure, span }: ExplainReport): ChangeLine[] {
  return slices.map((slice: ExplainedSlice) => ({
    name: sliceName(slice.conditions),
    href: canFilter(slice.conditions) ? linkTo(slice.conditions, measure, span.from, span.to) : null,
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
