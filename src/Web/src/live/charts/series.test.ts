import { describe, expect, it } from 'vitest';
import type { MetricsSeriesDto } from '../../contract.ts';
import { Series } from './series.ts';
import { some } from '../../../tests/samples.ts';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

function past(times: number[]): MetricsSeriesDto {
  const zeros = times.map(() => 0);
  return {
    from: at(times[0]!),
    to: at(times.at(-1)!),
    stepSeconds: 1,
    at: times,
    perSecond: times.map(t => t),
    p50ProcessingMs: zeros,
    p95ProcessingMs: zeros,
    p99ProcessingMs: zeros,
    successRate: zeros,
    failed: zeros,
    flagged: zeros,
    queued: zeros,
    inFlight: zeros,
    volumes: [{ currency: 'USD', amounts: zeros }],
  };
}

describe('series', () => {
  it('keep one point a step and no more than their range', () => {
    const series = new Series('5m');
    for (let half = 0; half < 1_000; half++) series.push(some.metrics({ computedAt: at(1_000 + half / 2), transactionsPerSecond: half }));
    expect(series.at.length).toBeLessThanOrEqual(302);
    expect(series.at.at(-1)).toBe(1_499.5);
    expect(series.column('perSecond').at(-1)).toBe(999);
    expect(series.volume('EUR')).toHaveLength(series.at.length);
  });

  it('carry the past on without a seam', () => {
    const series = new Series('5m');
    series.push(some.metrics({ computedAt: at(104) }));
    series.seed(past([100, 101, 102, 103]));
    expect(series.at).toEqual([100, 101, 102, 103, 104]);
    expect(series.column('perSecond')).toEqual([100, 101, 102, 103, 10]);
    expect(series.volume('USD')).toEqual([0, 0, 0, 0, null]);
    expect(series.volume('EUR')).toEqual([null, null, null, null, 1000]);
  });

  it('leave a gap a gap', () => {
    const series = new Series('5m');
    series.push(some.metrics({ computedAt: at(100) }));
    series.breakAt(130);
    series.push(some.metrics({ computedAt: at(130.4) }));
    expect(series.column('perSecond')).toEqual([10, null, 10]);
  });

  it('have no percentiles for a minute without transactions', () => {
    const series = new Series('5m');
    series.push(some.metrics({ lastMinute: some.window({ count: 0 }) }));
    expect(series.column('p95ProcessingMs')).toEqual([null]);
    expect(series.column('successRate')).toEqual([null]);
  });
});
