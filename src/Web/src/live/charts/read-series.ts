import type { Signal } from '@preact/signals';
import type { MetricsSeriesDto } from '../../contract.ts';
import { messageOf } from '../../lib/api.ts';
import type { Range, Series } from './series.ts';

export interface SeriesSignals {
  series: Series;
  version: Signal<number>;
  error: Signal<string | null>;
}

/** Reads the past of a range into the series. An answer for a range that the viewer has left meanwhile is ignored. */
export async function readSeries(to: SeriesSignals, range: Range, read: () => Promise<MetricsSeriesDto>): Promise<void> {
  const { series, version, error } = to;
  if (series.range !== range) {
    series.clear(range);
    version.value++;
  }
  try {
    const past = await read();
    if (series.range !== range) return;
    series.seed(past);
    error.value = null;
  } catch (reason) {
    error.value = messageOf(reason);
  }
  version.value++;
}
