import type { ApprovalDto, MetricsBucketsDto } from '../../../contract.ts';

export type Column = (number | null)[];

/** Where the running bucket ends; also the end of the time axis. */
export const endOf = (data: MetricsBucketsDto): number => data.at.at(-1)! + data.bucketSeconds;

/** The number of buckets that are over. The last one is still running. */
export const completeLength = (data: MetricsBucketsDto): number =>
  Date.parse(data.to) / 1000 >= endOf(data) ? data.at.length : data.at.length - 1;

/** The begins of the buckets and the end of the last one, so that the last one is drawn over its whole length. */
export const edges = (data: MetricsBucketsDto): number[] => [...data.at, endOf(data)];

/** The share that was approved in each bucket; null where nothing ended. */
export function approval(data: MetricsBucketsDto): Column {
  return data.ended.map((ended, i) => (ended === null || ended === 0 ? null : 1 - data.failed[i]! / ended));
}

/** Failed payments by reason, the most frequent first, and all other reasons last. */
export function failures(data: MetricsBucketsDto): { name: string; counts: Column }[] {
  const named = data.reasons.map(r => ({ name: r.reason, counts: r.counts.map((n, i) => (data.failed[i] === null ? null : n)) }));
  const others = data.failed.map((failed, i) => (failed === null ? null : failed - data.reasons.reduce((sum, r) => sum + r.counts[i]!, 0)));
  return others.some(n => n) ? [...named, { name: 'other', counts: others }] : named;
}

/** Each column on top of those before it. */
export function stacked(columns: readonly Column[]): Column[] {
  const sums: number[] = [];
  return columns.map(column =>
    column.map((value, i) => {
      sums[i] = (sums[i] ?? 0) + (value ?? 0);
      return value === null ? null : sums[i];
    }),
  );
}

export interface Band {
  low: number;
  high: number;
}

/** Nineteen buckets of twenty lie within the band when all is as usual: a bucket of few payments has a wide one. */
export function usualBand(data: MetricsBucketsDto, { usualShare }: ApprovalDto): (Band | null)[] | null {
  if (usualShare === null) return null;
  return data.ended.map(ended => {
    if (ended === null || ended === 0) return null;
    const margin = 2 * Math.sqrt((usualShare * (1 - usualShare)) / ended);
    return { low: Math.max(0, usualShare - margin), high: Math.min(1, usualShare + margin) };
  });
}

const LOWER_ENDS = [0.99, 0.95, 0.9, 0.8, 0.5];

/** The lower end of the axis of the approval: a round one below every value, so that the axis does not follow each of them. */
export function lowerEnd(values: readonly (number | null)[]): number {
  const lowest = Math.min(1, ...values.filter(value => value !== null));
  return LOWER_ENDS.find(end => end <= lowest) ?? 0;
}
