import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { readSeries } from './read-series.ts';
import { Series } from './series.ts';

const target = () => ({ series: new Series('5m'), version: signal(0), error: signal<string | null>(null) });

describe('reading the past of the charts', () => {
  it('fills the series and asks for a repaint', async () => {
    const to = target();
    await readSeries(to, '5m', () => Promise.resolve(samples.series([1, 2, 3])));
    expect(to.series.at).toEqual([1, 2, 3]);
    expect(to.version.value).toBe(1);
  });

  it('ignores an answer for a range that the viewer has left', async () => {
    const to = target();
    await readSeries(to, '15m', () => {
      to.series.clear('1h');
      return Promise.resolve(samples.series([1, 2, 3]));
    });
    expect(to.series.at).toEqual([]);
  });

  it('keeps the reason when the past cannot be read, until it can', async () => {
    const to = target();
    await readSeries(to, '5m', () => Promise.reject(new Error('no answer')));
    expect(to.error.value).toBe('no answer');
    await readSeries(to, '5m', () => Promise.resolve(samples.series([1])));
    expect(to.error.value).toBeNull();
  });
});
