import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { readLive } from '../../lib/filters.ts';
import { query, setQuery } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import { zone } from '../../lib/time.ts';
import type { Range } from '../../live/charts/series.ts';
import { loadSeries } from '../../live/session.ts';
import { metrics, seriesError } from '../../live/state.ts';
import { Segmented } from '../../parts/controls.tsx';
import { Dropped, Heading } from '../../parts/page.tsx';
import { Books } from './books.tsx';
import { Charts } from './charts/charts.tsx';
import { Tail } from './live-table.tsx';
import { Tiles, WINDOWS } from './tiles.tsx';
import { Tray } from './alert-tray.tsx';

const RANGES: readonly (readonly [Range, string])[] = [
  ['5m', '5 min'],
  ['15m', '15 min'],
  ['1h', '1 h'],
];

/** One currency per figure: the chosen one, else euro, else what there is. Sums of several currencies do not exist. */
export const currency = computed(() => {
  const volumes = metrics.value?.lastHour.volumes ?? [];
  const wanted = settings.value.currency;
  return wanted || (volumes.some(v => v.currency === 'EUR') ? 'EUR' : (volumes[0]?.currency ?? 'EUR'));
});

export function Live(): JSX.Element {
  const { value: view, dropped } = readLive(query.value);
  useEffect(() => {
    void loadSeries(view.range);
  }, [view.range]);
  return (
    <>
      <div class="bar">
        <Heading title="Live" />
        <Segmented
          label="Window of the figures"
          value={view.window}
          choices={WINDOWS}
          onChange={w => setQuery({ w: w === '1m' ? null : w })}
        />
        <span class="spacer" />
        <span class="muted">
          {seriesError.value ?? ''} Times are {zone()}.
        </span>
        <span class="pair">
          <span class="muted">Charts</span>
          <Segmented
            label="Range of the charts"
            value={view.range}
            choices={RANGES}
            onChange={range => setQuery({ range: range === '5m' ? null : range })}
          />
        </span>
      </div>
      <Dropped parameters={dropped} />
      <Tiles window={view.window} currency={currency.value} />
      <div class="upper">
        <Charts currency={currency.value} />
        <Tray />
      </div>
      <Books />
      <Tail view={view} />
    </>
  );
}
