import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { query, setQuery } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import { zone } from '../../lib/time.ts';
import type { Range } from '../../live/charts/series.ts';
import { loadSeries } from '../../live/page-session.ts';
import { metrics, seriesError } from '../../live/state.ts';
import { Segmented } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { readLiveAddress } from './address.ts';
import { AlertTray } from './alert-tray.tsx';
import { Books } from './books.tsx';
import { Charts } from './charts/charts.tsx';
import { LiveTable } from './live-table.tsx';
import { Sources } from './sources.tsx';
import { Tiles, WINDOWS } from './tiles.tsx';

const RANGES: readonly (readonly [Range, string])[] = [
  ['5m', '5 min'],
  ['15m', '15 min'],
  ['1h', '1 h'],
];

/** The currency of the volume figures: the one from the settings, else EUR if there is any, else the first. */
const currency = computed(() => {
  const volumes = metrics.value?.lastHour.volumes ?? [];
  const wanted = settings.value.currency;
  return wanted || (volumes.some(v => v.currency === 'EUR') ? 'EUR' : (volumes[0]?.currency ?? 'EUR'));
});

export function Live(): JSX.Element {
  const { value: address, ignored } = readLiveAddress(query.value);
  useEffect(() => {
    void loadSeries(address.range);
  }, [address.range]);
  return (
    <>
      <div class="bar">
        <Heading title="Live" />
        <Segmented
          label="Window of the figures"
          value={address.window}
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
            value={address.range}
            choices={RANGES}
            onChange={range => setQuery({ range: range === '5m' ? null : range })}
          />
        </span>
      </div>
      <IgnoredParameters parameters={ignored} />
      <Tiles window={address.window} currency={currency.value} />
      <div class="upper">
        <Charts currency={currency.value} />
        <AlertTray />
      </div>
      <Sources currency={currency.value} />
      <Books />
      <LiveTable address={address} />
    </>
  );
}
