import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { query, setQuery } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import { zone } from '../../lib/time.ts';
import { followCurrent, type Range } from '../../live/current.ts';
import { bucketsError, metrics } from '../../live/state.ts';
import { Segmented } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { usePhone } from '../../parts/use-phone.ts';
import { type LiveAddress, readLiveAddress } from './address.ts';
import { AlertTray } from './alert-tray.tsx';
import { ChangeSlot } from './change/change-slot.tsx';
import { Charts } from './charts/charts.tsx';
import { Books } from './figures/books.tsx';
import { Tiles } from './figures/tiles.tsx';
import { WINDOWS } from './figures/windows.ts';
import { LiveTable } from './live-table.tsx';
import { StatusCard } from './status/status-card.tsx';
import { Wall } from './wall/wall.tsx';

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
  const isPhone = usePhone();
  useEffect(() => followCurrent(address.range), [address.range]);
  if (address.isWall) return <Wall window={address.window} />;
  const charts = <Charts key="charts" window={address.window} />;
  const tiles = <Tiles key="tiles" window={address.window} currency={currency.value} />;
  const tray = <AlertTray key="tray" />;
  const change = <ChangeSlot key="change" span={address.span} currency={currency.value} />;
  const table = <LiveTable key="table" address={address} />;
  return (
    <>
      <Head address={address} />
      <IgnoredParameters parameters={ignored} />
      <StatusCard />
      {isPhone ? (
        // In the order in which a person on call needs them.
        <>
          {tray}
          {address.span && change}
          {tiles}
          {table}
          {charts}
          {!address.span && change}
        </>
      ) : (
        <>
          {charts}
          {tiles}
          <div class="lower" key="lower">
            {change}
            {tray}
          </div>
          {table}
        </>
      )}
      <Books />
    </>
  );
}

function Head({ address }: { address: LiveAddress }): JSX.Element {
  return (
    <div class="bar">
      <Heading title="Live" />
      <span class="spacer" />
      <span class="muted">
        {bucketsError.value && `The charts are not current: ${bucketsError.value}. `}Times are {zone()}.
      </span>
      <span class="pair">
        <span class="muted">Figures</span>
        <Segmented
          label="Window of the figures"
          value={address.window}
          choices={WINDOWS}
          onChange={w => setQuery({ w: w === '1m' ? null : w })}
        />
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
  );
}
