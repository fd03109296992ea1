import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { compact, count, duration, percent, rate } from '../../../lib/format.ts';
import { series } from '../../../live/state.ts';
import { Chart } from './chart.tsx';
import type { ChartDefinition } from './definition.ts';

const DASH = [6, 3];
const DOTS = [2, 2];

const whole = (value: number): string => (Number.isInteger(value) ? count(value) : rate(value));
// The header of a chart names the unit, so the labels of its axes do not.
const milliseconds = (value: number): string => count(value);
const percents = (value: number): string => percent(value).replace(/(\.\d)\d$/, '$1');

function definitions(currency: string): ChartDefinition[] {
  return [
    {
      id: 'throughput',
      title: 'Throughput',
      unit: 'tx/s',
      zeroBased: true,
      format: whole,
      exact: rate,
      lines: [{ name: 'ended', color: '--s1', column: () => series.column('perSecond') }],
    },
    {
      id: 'latency',
      title: 'Latency',
      unit: 'ms',
      zeroBased: true,
      format: milliseconds,
      exact: duration,
      lines: [
        { name: 'p50', color: '--s1', column: () => series.column('p50ProcessingMs') },
        { name: 'p95', color: '--s2', dash: DASH, column: () => series.column('p95ProcessingMs') },
        { name: 'p99', color: '--s3', dash: DOTS, column: () => series.column('p99ProcessingMs') },
      ],
    },
    {
      id: 'approval',
      title: 'Approval rate',
      unit: '%',
      zeroBased: false,
      format: percents,
      exact: percent,
      lines: [{ name: 'approved', color: '--s4', column: () => series.column('successRate') }],
    },
    {
      id: 'exceptions',
      title: 'Exceptions',
      unit: 'tx/min',
      zeroBased: true,
      format: whole,
      exact: count,
      marksAlerts: true,
      lines: [
        { name: 'failed', color: '--s3', column: () => series.column('failed') },
        { name: 'flagged', color: '--s2', dash: DASH, column: () => series.column('flagged') },
      ],
    },
    {
      id: 'backlog',
      title: 'Backlog',
      unit: 'tx',
      zeroBased: true,
      format: whole,
      exact: count,
      lines: [
        { name: 'waiting', color: '--s5', column: () => series.column('queued') },
        { name: 'at the gateway', color: '--s4', dash: DASH, column: () => series.column('inFlight') },
      ],
    },
    {
      id: 'volume',
      title: 'Volume',
      unit: `${currency}/min`,
      zeroBased: true,
      format: compact,
      exact: compact,
      lines: [
        { name: 'completed', color: '--s1', column: () => series.volume(currency, 'completed') },
        { name: 'refunded', color: '--s3', dash: DASH, column: () => series.volume(currency, 'refunded') },
      ],
    },
  ];
}

export function Charts({ currency }: { currency: string }): JSX.Element {
  const defs = useMemo(() => definitions(currency), [currency]);
  return (
    <div class="charts">
      {defs.map(def => (
        <div id={`chart-${def.id}`} key={def.id + def.unit} class="chart-cell">
          <Chart def={def} />
        </div>
      ))}
    </div>
  );
}
