import type { MetricsBucketsDto } from '../../../contract.ts';
import { count, percent, words } from '../../../lib/format.ts';
import { status } from '../../../live/state.ts';
import { approval, type Column, failures, lowerEnd, stacked, usualBand } from './columns.ts';
import type { ChartDefinition } from './definition.ts';
import { keepPlaces } from './places.ts';

const OTHER = 'other';
const REASON_COLORS = ['--s3', '--s2', '--s5', '--s1'];

/** The usual band of the approval in each bucket; empty while it is not known. */
const band = (data: MetricsBucketsDto) => (status.peek() ? usualBand(data, status.peek()!.approval) : null);

const perBucket = (data: MetricsBucketsDto): string =>
  data.bucketSeconds < 60 ? `per ${data.bucketSeconds} s` : `per ${data.bucketSeconds / 60} min`;

const approvalChart: ChartDefinition = {
  id: 'approval',
  title: 'Approval',
  unit: data => `% ${perBucket(data)}, axis from ${count(100 * lowest(data))} %`,
  kind: 'steps',
  colors: ['--s4'],
  parts: data => [{ name: 'approved', values: approval(data), drawn: approval(data) }],
  format: share => `${percent(share).replace(/\.?0+$/, '')} %`,
  exact: (share, data, at) => `${percent(share)} % of ${count(data.ended[at])}`,
  increments: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2],
  limits: data => [lowest(data), 1 + (1 - lowest(data)) * 0.04],
  usual: data => band(data) ?? [],
};

const lowest = (data: MetricsBucketsDto): number => lowerEnd(approval(data));

let places: (string | null)[] = REASON_COLORS.map(() => null);

const failuresChart: ChartDefinition = {
  id: 'failures',
  title: 'Failures by reason',
  unit: data => `payments ${perBucket(data)}`,
  kind: 'bars',
  colors: [...REASON_COLORS, '--idle'],
  parts: data => {
    const all = failures(data);
    places = keepPlaces(
      places,
      all.map(part => part.name).filter(name => name !== OTHER),
    );
    const none: Column = data.at.map(() => null);
    const columns = [...places, OTHER].map(name => all.find(part => part.name === name)?.counts ?? none);
    const tops = stacked(columns);
    return columns.map((values, i) => {
      const isThere = values !== none;
      return { name: isThere ? words(places[i] ?? OTHER) : '', values, drawn: isThere ? tops[i]! : none };
    });
  },
  format: count,
  exact: count,
  increments: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
  limits: data => {
    const bands = failuresChart.usual(data).map(usual => usual?.high ?? 0);
    return [0, Math.max(4, 1.12 * Math.max(0, ...data.failed.map(n => n ?? 0), ...bands))];
  },
  usual: data =>
    band(data)?.map((usual, i) => {
      const ended = data.ended[i];
      return usual === null || ended == null ? null : { low: (1 - usual.high) * ended, high: (1 - usual.low) * ended };
    }) ?? [],
};

export const CHARTS: readonly ChartDefinition[] = [approvalChart, failuresChart];
