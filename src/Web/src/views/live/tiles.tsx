import type { JSX } from 'preact';
import type { DashboardMetricsDto, VolumeDto, WindowDto } from '../../contract.ts';
import { amount, compact, count, duration, durationParts, none, percent, rate } from '../../lib/format.ts';
import { clock } from '../../lib/time.ts';
import { isOutdated, metrics } from '../../live/state.ts';
import type { Window } from './address.ts';

export const WINDOWS: readonly (readonly [Window, string])[] = [
  ['1m', '1 min'],
  ['5m', '5 min'],
  ['1h', '1 h'],
];
const SPAN = { '1m': 'now-1m', '5m': 'now-5m', '1h': 'now-1h' } as const;
const SECONDS = { '1m': 60, '5m': 300, '1h': 3_600 } as const;

export function windowOf(m: DashboardMetricsDto, window: Window): WindowDto {
  return window === '1m' ? m.lastMinute : window === '5m' ? m.lastFiveMinutes : m.lastHour;
}

interface TileProps {
  title: string;
  value: string;
  unit?: string;
  note: string;
  noteTitle?: string;
  exact?: string;
  href: string;
}

function Tile({ title, value, unit, note, noteTitle, exact, href }: TileProps): JSX.Element {
  const asOf = isOutdated.value && metrics.value ? `as of ${clock(metrics.value.computedAt)}` : note;
  return (
    <div class="card tile">
      <dt>
        <a href={href}>{title}</a>
      </dt>
      <dd class="v" title={exact}>
        {value}
        {unit && <small>{unit}</small>}
      </dd>
      <dd class="note" title={noteTitle ?? asOf}>
        {asOf}
      </dd>
    </div>
  );
}

const othersText = (number: number): string => (number === 0 ? '' : ` · +${number} ${number === 1 ? 'currency' : 'currencies'}`);

const volumeTitle = (volumes: readonly VolumeDto[]): string | undefined =>
  volumes.map(v => `${v.currency}: ${amount(v.completed, v.currency)} completed, ${amount(v.refunded, v.currency)} refunded`).join('\n') ||
  undefined;

export function Tiles({ window, currency }: { window: Window; currency: string }): JSX.Element {
  const m = metrics.value;
  const titles = ['Throughput', 'Approval rate', 'Latency p95', 'Completed volume', 'Failed', 'Backlog'];
  if (!m) {
    return (
      <dl class="tiles" aria-busy="true">
        {titles.map(title => (
          <div class="card tile" key={title}>
            <dt>{title}</dt>
            <dd class="v">
              <span class="skeleton">00,000</span>
            </dd>
            <dd class="note">{none}</dd>
          </div>
        ))}
      </dl>
    );
  }

  const w = windowOf(m, window);
  const some = w.count > 0;
  const volume = w.volumes.find(v => v.currency === currency);
  const others = w.volumes.filter(v => v.currency !== currency);
  const timed = w.count > w.beyondScale;
  const [p95, p95Unit] = durationParts(timed ? w.p95ProcessingMs : null);
  const beyond = w.beyondScale > 0 ? `${count(w.beyondScale)} over 70 min not in it` : '';
  const latency = timed ? `p50 ${duration(w.p50ProcessingMs)} · p99 ${duration(w.p99ProcessingMs)}` : none;
  const history = `/history?from=${SPAN[window]}`;
  const perSecond = window === '1m' ? m.transactionsPerSecond : w.count / SECONDS[window];
  return (
    <dl class="tiles">
      <Tile title={titles[0]!} value={rate(perSecond)} unit="tx/s" note={`${count(w.count)} in the window`} href={history} />
      <Tile
        title={titles[1]!}
        value={some ? percent(w.successRate) : none}
        unit="%"
        note={m.lastHour.count ? `1 h ${percent(m.lastHour.successRate)} %` : 'nothing in 1 h'}
        href="#chart-approval"
      />
      <Tile
        title={titles[2]!}
        value={p95}
        unit={p95Unit}
        note={beyond || latency}
        noteTitle={beyond ? `${latency} · ${beyond}` : undefined}
        href="#chart-latency"
      />
      <Tile
        title={titles[3]!}
        value={compact(volume?.completed)}
        unit={currency}
        exact={volume ? `${amount(volume.completed, currency)} ${currency} completed, without refunds and failed payments` : undefined}
        note={`${compact(volume?.refunded)} refunded${othersText(others.length)}`}
        noteTitle={volumeTitle(w.volumes)}
        href="#chart-volume"
      />
      <Tile
        title={titles[4]!}
        value={count(w.failed)}
        unit={some ? `tx · ${percent(w.failureRate)} %` : 'tx'}
        note={`${count(w.flagged)} flagged`}
        href={`${history}&state=Failed`}
      />
      <Tile title={titles[5]!} value={count(m.queued)} unit="tx" note={`${count(m.inFlight)} at the gateway`} href="#chart-backlog" />
    </dl>
  );
}
