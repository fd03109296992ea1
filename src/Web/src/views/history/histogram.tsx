import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TransactionHistogramDto } from '../../contract.ts';
import { count, spoken } from '../../lib/format.ts';
import { setQuery } from '../../lib/router.ts';
import { axisLabels, writerWithin } from '../../lib/time.ts';
import type { HistoryAddress } from './address.ts';
import { rangePatch, type Span, shifted, zoomedOut } from './range.ts';
import { histogram } from './results.ts';

const HEIGHT = 96;
/** Labels of the time axis. The phone shows every second one. */
const LABELS = 5;
const PARTS = [
  ['failed', 'fail-bar'],
  ['flagged', 'flag-bar'],
  ['ok', 'ok-bar'],
] as const;

export function Histogram({ address }: { address: HistoryAddress }): JSX.Element {
  const { data, error } = histogram.value;
  const go = (to: Span): void => setQuery(rangePatch(to));
  return (
    <section class="card histogram" aria-labelledby="histogram-title">
      <div class="hist-head">
        <h2 id="histogram-title">Over time</h2>
        <ul class="legend" aria-hidden="true">
          {[
            ['ok', '--s1'],
            ['flagged', '--s2'],
            ['failed', '--s3'],
          ].map(([name, color]) => (
            <li key={name}>
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" fill={`var(${color})`} />
              </svg>
              {name} <b>{data ? count(sum(data[name as 'ok'])) : ''}</b>
            </li>
          ))}
        </ul>
        <span class="spacer" />
        <button type="button" class="btn s quiet" onClick={() => go(shifted(address, -1, Date.now()))}>
          ← Earlier
        </button>
        <button type="button" class="btn s quiet" onClick={() => go(shifted(address, 1, Date.now()))}>
          Later →
        </button>
        <button type="button" class="btn s quiet" onClick={() => go(zoomedOut(address, Date.now()))}>
          Zoom out
        </button>
      </div>
      {data ? (
        <Bars data={data} onZoom={(from, to) => go({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })} />
      ) : (
        <p class="state">{error ? `Could not load the histogram: ${error}.` : 'Counting…'}</p>
      )}
    </section>
  );
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function Bars({ data, onZoom }: { data: TransactionHistogramDto; onZoom: (from: number, to: number) => void }): JSX.Element {
  const box = useRef<SVGSVGElement>(null);
  const drag = useSignal<[number, number] | null>(null);
  const buckets = data.ok.length;
  const highest = Math.max(1, ...data.ok.map((ok, i) => ok + data.flagged[i]! + data.failed[i]!));
  const start = Date.parse(data.from);
  const end = start + buckets * data.bucketSeconds * 1000;
  const width = 10 * buckets;
  const write = writerWithin(start, end, Date.now());
  const summary =
    `${count(data.total)} transactions between ${write(start)} and ${write(end)}, ` +
    `at most ${count(highest)} in ${spoken(data.bucketSeconds)}`;
  const at = (event: PointerEvent): number => {
    const bounds = box.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - bounds.left) / bounds.width));
  };
  const time = (share: number): number => start + share * (end - start);
  return (
    <div
      class="plot-box"
      onPointerDown={e => {
        e.currentTarget.setPointerCapture(e.pointerId);
        drag.value = [at(e), at(e)];
      }}
      onPointerMove={e => {
        if (drag.value) drag.value = [drag.value[0], at(e)];
      }}
      onPointerCancel={() => {
        drag.value = null;
      }}
      onPointerUp={() => {
        const [a, b] = drag.value ?? [0, 0];
        drag.value = null;
        if (Math.abs(b - a) > 0.01) onZoom(time(Math.min(a, b)), time(Math.max(a, b)));
      }}
    >
      <svg ref={box} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {data.ok.map((_, i) => {
          let y = HEIGHT;
          const counts = `${count(data.ok[i])} ok, ${count(data.flagged[i])} flagged, ${count(data.failed[i])} failed`;
          const title = `${write(start + i * data.bucketSeconds * 1000)}: ${counts}`;
          return (
            <g key={i}>
              <title>{title}</title>
              <rect x={i * 10} y="0" width="10" height={HEIGHT} fill="transparent" />
              {PARTS.map(([name, style]) => {
                const value = data[name][i]!;
                const height = value === 0 ? 0 : Math.max(1.5, (value / highest) * (HEIGHT - 4));
                y -= height;
                return value > 0 && <rect key={name} class={style} x={i * 10 + 1} y={Math.max(0, y)} width="8" height={height} />;
              })}
            </g>
          );
        })}
        {drag.value && (
          <rect
            class="sel"
            x={Math.min(...drag.value) * width}
            y="0"
            width={Math.abs(drag.value[1] - drag.value[0]) * width}
            height={HEIGHT}
          />
        )}
      </svg>
      <div class="axis" aria-hidden="true">
        {axisLabels(start, end, LABELS, Date.now()).map((label, i) => (
          <span key={i}>{label}</span>
        ))}
      </div>
    </div>
  );
}
