import { effect, signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { none } from '../../../lib/format.ts';
import { settings } from '../../../lib/settings.ts';
import { clock, hourMinute } from '../../../lib/time.ts';
import { RANGES } from '../../../live/charts/series.ts';
import { alerts, series, seriesVersion } from '../../../live/state.ts';

export interface Line {
  name: string;
  color: string;
  dash?: number[];
  column: () => (number | null)[];
}

export interface ChartDef {
  id: string;
  title: string;
  unit: string;
  lines: Line[];
  format: (value: number) => string;
  zeroBased: boolean;
  /** Draws critical alerts as marks on the time axis. */
  marksAlerts?: boolean;
}

// Loaded when there is something to draw: the first thing it does is to ask the browser for formats and zone, which takes as long as drawing the page.
const library = signal<typeof uPlot | null>(null);
let isLoading = false;

function load(): void {
  if (isLoading) return;
  isLoading = true;
  import('uplot').then(
    loaded => {
      library.value = loaded.default;
    },
    () => {
      isLoading = false;
    },
  );
}

const TOGETHER = 'live';
const TABLE_POINTS = 20;
const INCREMENTS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function Chart({ def }: { def: ChartDef }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const asTable = useSignal(false);
  const selected = useSignal<{ from: number; to: number } | null>(null);
  const isTable = asTable.value;

  useEffect(() => {
    if (isTable) return;
    return draw(def, box.current!, legend.current!, range => {
      selected.value = range;
    });
  }, [def, isTable]);

  return (
    <figure class="card chart" aria-label={def.title}>
      <div class="chart-head">
        <h2>{def.title}</h2>
        <span>{def.unit}</span>
        <button
          type="button"
          class="btn quiet"
          aria-pressed={isTable}
          onClick={() => {
            asTable.value = !isTable;
            selected.value = null;
          }}
        >
          Table<span class="vh"> of {def.title}</span>
        </button>
        <ul class="legend" ref={legend}>
          {def.lines.map(line => (
            <li key={line.name}>
              <svg width="16" height="8" aria-hidden="true">
                <line x1="0" y1="4" x2="16" y2="4" stroke={`var(${line.color})`} stroke-width="2" stroke-dasharray={line.dash?.join(' ')} />
              </svg>
              {line.name} <b>{none}</b>
            </li>
          ))}
        </ul>
      </div>
      {isTable ? (
        <PointsTable def={def} />
      ) : (
        <div class="plot" ref={box} role="img" aria-label={`Line chart of ${def.title}; the button Table shows its points`} />
      )}
      {selected.value && (
        <a
          class="btn s selection"
          href={`/history?from=${new Date(selected.value.from).toISOString()}&to=${new Date(selected.value.to).toISOString()}`}
        >
          Open {clock(selected.value.from)}–{clock(selected.value.to)} in History
        </a>
      )}
    </figure>
  );
}

function PointsTable({ def }: { def: ChartDef }): JSX.Element {
  void seriesVersion.value;
  const from = Math.max(0, series.at.length - TABLE_POINTS);
  const points = series.at
    .slice(from)
    .map((at, i) => ({ at, values: def.lines.map(line => line.column()[from + i]) }))
    .reverse();
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={`Newest points of ${def.title}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {def.lines.map(line => (
              <th scope="col" key={line.name}>
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(p => (
            <tr key={p.at}>
              <td>{clock(p.at * 1000)}</td>
              {p.values.map((v, i) => (
                <td key={i}>{v == null ? none : def.format(v)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Draws outside of the component: twice a second only canvas and texts change, no elements. */
function draw(
  def: ChartDef,
  box: HTMLElement,
  legend: HTMLElement,
  onSelect: (range: { from: number; to: number } | null) => void,
): () => void {
  const values = [...legend.querySelectorAll('b')];
  const data = (): uPlot.AlignedData => [series.at, ...def.lines.map(line => line.column())] as uPlot.AlignedData;
  let isSeen = true;
  // Made when there is something to draw, each in a task of its own: six of them would hold up the first rows by a tenth of a second.
  let plot: uPlot | null = null;
  let making = 0;

  function label(): void {
    const at = plot?.cursor.idx;
    def.lines.forEach((line, i) => {
      const column = line.column();
      const value = at == null ? column.at(-1) : column[at];
      const text = value == null ? none : def.format(value);
      if (values[i]!.textContent !== text) values[i]!.textContent = text;
    });
  }

  function make(): void {
    if (!library.value) return;
    plot?.destroy();
    plot = new library.value(options(def, box, onSelect, label), data(), box);
    label();
  }

  function redraw(): void {
    if (!isSeen) return;
    if (plot) {
      plot.setData(data());
      label();
    } else if (series.at.length > 0) {
      if (library.value) making ||= setTimeout(make);
      else load();
    }
  }

  const remake = (): void => {
    if (plot) make();
  };
  const resize = new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height: box.clientHeight }));
  resize.observe(box);
  const sight = new IntersectionObserver(
    entries => {
      isSeen = entries.at(-1)!.isIntersecting;
      redraw();
    },
    { rootMargin: '300px' },
  );
  sight.observe(box);
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    plot?.setCursor({ left: -10, top: -10 });
    plot?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    onSelect(null);
  };
  document.addEventListener('keydown', escape);
  // What is printed may never have been scrolled to.
  const print = (): void => {
    isSeen = true;
    clearTimeout(making);
    make();
  };
  addEventListener('beforeprint', print);
  // Paper has colours of its own, too.
  const schemes = ['(prefers-color-scheme: dark)', 'print'].map(query => matchMedia(query));
  for (const scheme of schemes) scheme.addEventListener('change', remake);
  let theme = settings.peek().theme;
  const ends = [
    effect(() => {
      void seriesVersion.value;
      redraw();
    }),
    effect(() => {
      if (settings.value.theme !== theme) {
        theme = settings.value.theme;
        setTimeout(remake);
      }
    }),
    () => {
      clearTimeout(making);
      resize.disconnect();
      sight.disconnect();
      document.removeEventListener('keydown', escape);
      removeEventListener('beforeprint', print);
      for (const scheme of schemes) scheme.removeEventListener('change', remake);
      plot?.destroy();
    },
  ];
  return () => ends.forEach(end => end());
}

function options(
  def: ChartDef,
  box: HTMLElement,
  onSelect: (range: { from: number; to: number } | null) => void,
  label: () => void,
): uPlot.Options {
  const axis = {
    stroke: token('--text3'),
    font: `11px ${token('--sans')}`,
    ticks: { show: false },
    grid: { stroke: token('--line'), width: 1 },
  };
  return {
    width: box.clientWidth,
    height: box.clientHeight,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: TOGETHER }, points: { size: 7 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: {
        range: () => {
          const end = series.at.at(-1) ?? Date.now() / 1000;
          return [end - RANGES[series.range], end];
        },
      },
      y: { range: (_, low, high) => limits(low, high, def.zeroBased) },
    },
    axes: [
      { ...axis, size: 22, gap: 4, space: 56, incrs: INCREMENTS, values: (_, at) => at.map(t => hourMinute(t * 1000)) },
      { ...axis, size: 50, gap: 6, space: 34, values: (_, at) => at.map(def.format) },
    ],
    series: [
      {},
      ...def.lines.map(line => ({ label: line.name, stroke: token(line.color), width: 1.75, dash: line.dash, points: { show: false } })),
    ],
    hooks: {
      setCursor: [label],
      setSelect: [
        plot => {
          const { left, width } = plot.select;
          if (width < 4) return onSelect(null);
          onSelect({ from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + width, 'x') * 1000 });
        },
      ],
      draw: def.marksAlerts ? [drawAlerts] : [],
    },
  };
}

/** Shares are never zoomed in to less than a point: noise is no news, and labels would repeat. */
const LEAST_SHARE = 0.01;

/** End of an axis from zero with nothing on it: ten, so that its labels are whole numbers. */
const EMPTY = 10;

/** A tenth of air above and below; a flat line stands in the middle of something, not on an edge. */
function limits(low: number | null, high: number | null, zeroBased: boolean): [number, number] {
  if (low == null || high == null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, zeroBased ? EMPTY : 1];
  if (zeroBased) return [Math.min(0, low), high <= 0 ? EMPTY : high * 1.12];
  const air = Math.max((high - low) * 0.12, (LEAST_SHARE - (high - low)) / 2);
  return [low - air, high + air];
}

function drawAlerts(plot: uPlot): void {
  const { ctx, bbox } = plot;
  const [from, to] = [plot.scales.x!.min!, plot.scales.x!.max!];
  ctx.save();
  ctx.fillStyle = token('--bad');
  for (const alert of alerts.peek().values()) {
    if (alert.severity !== 'Critical') continue;
    const at = Date.parse(alert.raisedAt) / 1000;
    if (at < from || at > to) continue;
    const x = plot.valToPos(at, 'x', true);
    const y = bbox.top + bbox.height;
    const size = 4 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, y - size * 1.5);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x - size, y);
    ctx.fill();
  }
  ctx.restore();
}
