import type uPlot from 'uplot';
import { hourMinute } from '../../../lib/time.ts';
import { RANGES } from '../../../live/charts/series.ts';
import { alerts, series } from '../../../live/state.ts';
import type { ChartDefinition, Selection } from './definition.ts';

/** Charts with the same key show their cursors at the same time. */
const CURSOR_KEY = 'live';
/** Distances of the labels of the time axis, in seconds. */
const INCREMENTS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];
/** A drag over fewer pixels is a click. */
const MIN_SELECTION_PX = 4;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function plotOptions(
  def: ChartDefinition,
  box: HTMLElement,
  onSelect: (range: Selection | null) => void,
  onCursor: () => void,
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
    cursor: { sync: { key: CURSOR_KEY }, points: { size: 7 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: {
        range: () => {
          const end = series.at.at(-1) ?? Date.now() / 1000;
          return [end - RANGES[series.range], end];
        },
      },
      y: { range: (_, low, high) => axisLimits(low, high, def.zeroBased) },
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
      setCursor: [onCursor],
      setSelect: [
        plot => {
          const { left, width } = plot.select;
          if (width < MIN_SELECTION_PX) return onSelect(null);
          onSelect({ from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + width, 'x') * 1000 });
        },
      ],
      draw: def.marksAlerts ? [drawAlerts] : [],
    },
  };
}

/** The smallest span of an axis of shares: one percentage point. A smaller one would magnify noise, and its labels would repeat. */
const MIN_SHARE_SPAN = 0.01;

/** The end of an axis from zero that has no values. With ten, its labels are whole numbers. */
const EMPTY_END = 10;

/** The ends of the value axis, with a margin of 12 %, so that no line runs along an edge. */
function axisLimits(low: number | null, high: number | null, zeroBased: boolean): [number, number] {
  if (low == null || high == null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, zeroBased ? EMPTY_END : 1];
  if (zeroBased) return [Math.min(0, low), high <= 0 ? EMPTY_END : high * 1.12];
  const margin = Math.max((high - low) * 0.12, (MIN_SHARE_SPAN - (high - low)) / 2);
  return [low - margin, high + margin];
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
