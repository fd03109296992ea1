import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { Series } from './series.ts';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('series', () => {
  it('keep one point a step and no more than their range', () => {
    const series = new Series('5m');
    for (let half = 0; half < 1_000; half++)
      series.push(samples.metrics({ computedAt: at(1_000 + half / 2), transactionsPerSecond: half }));
    expect(series.at.length).toBeLessThanOrEqual(302);
    expect(series.at.at(-1)).toBe(1_499.5);
    expect(series.column('perSecond').at(-1)).toBe(999);
    expect(series.volume('EUR', 'completed')).toHaveLength(series.at.length);
  });

  it('carry the past on without a seam', () => {
    const series = new Series('5m');
    series.push(samples.metrics({ computedAt: at(104) }));
    series.seed(samples.series([100, 101, 102, 103]));
    expect(series.at).toEqual([100, 101, 102, 103, 104]);
    expect(series.column('perSecond')).toEqual([100, 101, 102, 103, 10]);
    expect(series.volume('USD', 'completed')).toEqual([0, 0, 0, 0, null]);
    expect(series.volume('EUR', 'completed')).toEqual([null, null, null, null, 1100]);
    expect(series.volume('EUR', 'refunded')).toEqual([null, null, null, null, 50]);
  });

  it('tell the value of the update that the tiles show, although the past ends later', () => {
    const series = new Series('5m');
    const column = series.column('perSecond');
    series.seed(samples.series([100, 101]));
    expect(series.newest(column, null)).toBe(101);
    expect(series.newest(column, samples.metrics({ transactionsPerSecond: 7 }))).toBe(7);
    expect(series.newest(series.volume('XXX', 'completed'), samples.metrics())).toBeUndefined();
  });

  it('tell the value of the update that the tiles show, although a newer one waits to be painted', () => {
    const series = new Series('5m');
    const shown = samples.metrics({ computedAt: at(100), lastMinute: samples.window({ count: 0 }) });
    series.push(shown);
    series.push(samples.metrics({ computedAt: at(100.5) }));
    expect(series.newest(series.column('p95ProcessingMs'), shown)).toBeNull();
  });

  it('leave a gap a gap', () => {
    const series = new Series('5m');
    series.push(samples.metrics({ computedAt: at(100) }));
    series.breakAt(130);
    series.push(samples.metrics({ computedAt: at(130.4) }));
    expect(series.column('perSecond')).toEqual([10, null, 10]);
  });

  it('have no percentiles for a minute without transactions', () => {
    const series = new Series('5m');
    series.push(samples.metrics({ lastMinute: samples.window({ count: 0 }) }));
    expect(series.column('p95ProcessingMs')).toEqual([null]);
    expect(series.column('successRate')).toEqual([null]);
  });
});
