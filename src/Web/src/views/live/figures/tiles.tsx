import type { JSX } from 'preact';
import type { Measure, MetricsBucketsDto, VolumeDto } from '../../../contract.ts';
import { amount, compact, count, durationParts, none, rate } from '../../../lib/format.ts';
import { clock } from '../../../lib/time.ts';
import { buckets, isOutdated, metrics, status } from '../../../live/state.ts';
import type { Window } from '../address.ts';
import { changes, latencyNote } from './change-text.ts';
import { Sparkline } from './sparkline.tsx';
import { SECONDS, windowOf } from './windows.ts';

interface TileProps {
  title: string;
  value: string;
  unit?: string;
  note: string;
  noteTitle?: string;
  /** How it differs from the last hour. */
  change?: string | null;
  exact?: string;
  href: string;
  /** Gives the figure its colour while an incident of this measure is open. */
  measure?: Measure;
  column: (data: MetricsBucketsDto) => readonly (number | null)[];
}

function Tile({ title, value, unit, note, noteTitle, change, exact, href, measure, column }: TileProps): JSX.Element {
  const asOf = isOutdated.value && metrics.value ? `as of ${clock(metrics.value.computedAt)}` : [change, note].filter(Boolean).join(' · ');
  const isUnusual = measure !== undefined && status.value?.incidents.some(i => i.measure === measure && i.endedAt === null);
  return (
    <div class="card tile">
      <dt>
        <a href={href}>{title}</a>
      </dt>
      <dd class={`v${isUnusual ? ' warn' : ''}`} title={exact}>
        {value}
        {unit && <small>{unit}</small>}
      </dd>
      <dd class="course">
        <Sparkline column={column} />
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

const TITLES = ['Throughput', 'Latency p95', 'Completed volume', 'Backlog'];

export function Tiles({ window, currency }: { window: Window; currency: string }): JSX.Element {
  const m = metrics.value;
  if (!m) {
    return (
      <dl class="tiles" aria-busy="true">
        {TITLES.map(title => (
          <div class="card tile" key={title}>
            <dt>{title}</dt>
            <dd class="v">
              <span class="skeleton">00,000</span>
            </dd>
            <dd class="course" />
            <dd class="note">{none}</dd>
          </div>
        ))}
      </dl>
    );
  }

  const w = windowOf(m, window);
  const volume = w.volumes.find(v => v.currency === currency);
  const others = w.volumes.filter(v => v.currency !== currency);
  const timed = w.count > w.beyondScale;
  const [p95, p95Unit] = durationParts(timed ? w.p95ProcessingMs : null);
  const beyond = w.beyondScale > 0 ? `${count(w.beyondScale)} over 70 min not in it` : '';
  const latency = timed ? latencyNote(w) : none;
  const perSecond = window === '1m' ? m.transactionsPerSecond : w.count / SECONDS[window];
  const change = changes(m, w, SECONDS[window], buckets.value, currency);
  return (
    <dl class="tiles">
      <Tile
        title={TITLES[0]!}
        value={rate(perSecond)}
        unit="tx/s"
        change={change.throughput}
        note={`${count(w.count)} ended`}
        href={`/history?from=now-${window}`}
        measure="Silence"
        column={data => data.ended}
      />
      <Tile
        title={TITLES[1]!}
        value={p95}
        unit={p95Unit}
        change={change.latency}
        note={beyond || latency}
        noteTitle={beyond ? `${latency} · ${beyond}` : undefined}
        href={`/history?from=now-${window}`}
        measure="SlowShare"
        column={data => data.p95ProcessingMs}
      />
      <Tile
        title={TITLES[2]!}
        value={compact(volume?.completed)}
        unit={currency}
        exact={volume ? `${amount(volume.completed, currency)} ${currency} completed, without refunds and failed payments` : undefined}
        change={change.volume}
        note={`${compact(volume?.refunded)} refunded${othersText(others.length)}`}
        noteTitle={volumeTitle(w.volumes)}
        href={`/history?from=now-${window}&state=completed&currency=${currency}`}
        column={data => data.volumes.find(v => v.currency === currency)?.completed ?? []}
      />
      <Tile
        title={TITLES[3]!}
        value={count(m.queued)}
        unit="tx"
        note={`${count(m.inFlight)} at the gateway`}
        href="/history?from=now-1h&state=pending,processing"
        column={data => data.queued}
      />
    </dl>
  );
}
