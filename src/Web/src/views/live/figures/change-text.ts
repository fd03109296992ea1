import type { DashboardMetricsDto, MetricsBucketsDto, WindowDto } from '../../../contract.ts';
import { duration, percent } from '../../../lib/format.ts';

const HOUR_SECONDS = 3_600;
/** A smaller change is noise. */
const SMALLEST = 0.02;

/** The seconds of the last hour that have figures; null when that is not known, or too little for a comparison. */
export function hourSeconds(buckets: MetricsBucketsDto | null): number | null {
  if (!buckets) return null;
  const known = Math.min(HOUR_SECONDS, (Date.parse(buckets.to) - Date.parse(buckets.knownSince)) / 1000);
  return known >= 120 ? known : null;
}

/** How a figure differs from the last hour: "▲ 12 % on the hour", or that it does not. Null when that cannot be said. */
export function changeText(now: number | null, hour: number | null): string | null {
  if (now === null || hour === null || hour <= 0) return null;
  const change = now / hour - 1;
  if (Math.abs(change) < SMALLEST) return 'as in the last hour';
  const text = Math.abs(change) < 9.995 ? `${Math.round(100 * Math.abs(change))} %` : `${Math.round(now / hour)} times`;
  return `${change > 0 ? '▲' : '▼'} ${text} on the hour`;
}

/** The changes of the tiles against the last hour. */
export function changes(m: DashboardMetricsDto, window: WindowDto, seconds: number, buckets: MetricsBucketsDto | null, currency: string) {
  const known = hourSeconds(buckets);
  const volumeOf = (w: WindowDto): number => w.volumes.find(v => v.currency === currency)?.completed ?? 0;
  // The window may reach back before the first figures as well.
  const own = known === null ? seconds : Math.min(seconds, known);
  const perSecond = (value: (w: WindowDto) => number): string | null =>
    known === null || seconds >= HOUR_SECONDS ? null : changeText(value(window) / own, value(m.lastHour) / known);
  return {
    throughput: perSecond(w => w.count),
    volume: perSecond(volumeOf),
    latency:
      seconds >= HOUR_SECONDS || window.count === 0 || known === null
        ? null
        : changeText(window.p95ProcessingMs, m.lastHour.p95ProcessingMs),
  };
}

/** The texts of the note under the latency. */
export const latencyNote = (w: WindowDto): string => `p50 ${duration(w.p50ProcessingMs)} · p99 ${duration(w.p99ProcessingMs)}`;

/** How approval differs from the last hour, in percentage points. */
export function pointsText(now: number, hour: number): string {
  const points = 100 * (now - hour);
  if (Math.abs(points) < 0.1) return 'as in the last hour';
  return `${points > 0 ? '▲' : '▼'} ${percent(Math.abs(points) / 100)} points on the hour`;
}
