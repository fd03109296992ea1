import type uPlot from 'uplot';
import type { MetricsBucketsDto } from '../../../contract.ts';
import { hourMinute } from '../../../lib/time.ts';
import type { Span } from '../address.ts';
import { endOf } from './columns.ts';
import type { ChartDefinition } from './definition.ts';
import { drawOver, drawUnder, type Overlays } from './overlays.ts';

/** Charts with the same key show their cursors at the same time. */
const CURSOR_KEY = 'live';
/** Distances of the labels of the time axis, in seconds. */
const INCREMENTS = [60, 120, 300, 600, 900, 1_800, 3_600];
/** A drag over fewer pixels is a click. */
const MIN_SELECTION_PX = 4;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export interface PlotEvents {
  data: () => MetricsBucketsDto;
  overlays: () => Overlays;
  select: (span: Span) => void;
  moved: () => void;
}

export function plotOptions(library: typeof uPlot, def: ChartDefinition, box: HTMLElement, events: PlotEvents): uPlot.Options {
  const axis = {
    stroke: token('--text3'),
    font: `11px ${token('--sans')}`,
    ticks: { show: false },
    grid: { stroke: token('--line'), width: 1 },
  };
  const { data } = events;
  // The bars of a stack are drawn from the top down: each covers the part of the one before that does not belong to it.
  const colors = def.kind === 'bars' ? [...def.colors].reverse() : def.colors;
  return {
    width: box.clientWidth,
    height: box.clientHeight,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: CURSOR_KEY }, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { range: () => [data().at[0]!, endOf(data())] },
      y: { range: () => def.limits(data()) },
    },
    axes: [
      { ...axis, size: 22, gap: 4, space: 56, incrs: INCREMENTS, values: (_, at) => at.map(t => hourMinute(t * 1000)) },
      { ...axis, size: 50, gap: 6, space: 24, incrs: def.increments, values: (_, at) => at.map(def.format) },
    ],
    series: [
      {},
      ...colors.map(color =>
        def.kind === 'bars'
          ? { fill: token(color), width: 0, points: { show: false }, paths: library.paths.bars!({ size: [0.8, 40], align: 1 }) }
          : { stroke: token(color), width: 1.75, points: { show: false }, paths: library.paths.stepped!({ align: 1 }) },
      ),
    ],
    hooks: {
      setCursor: [events.moved],
      setSelect: [
        plot => {
          const { left, width } = plot.select;
          if (width < MIN_SELECTION_PX) return;
          const [from, to] = [left, left + width].map(px => plot.posToVal(px, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          events.select(wholeBuckets(from!, to!, data()));
        },
      ],
      drawClear: [plot => drawUnder(plot, events.overlays())],
      draw: [plot => drawOver(plot, events.overlays())],
    },
  };
}

/** The buckets that a span touches, as a span in milliseconds. */
export function wholeBuckets(from: number, to: number, { at, bucketSeconds }: MetricsBucketsDto): Span {
  const start = at[0]!;
  const [first, last] = [Math.floor((from - start) / bucketSeconds), Math.ceil((to - start) / bucketSeconds)];
  const [low, high] = [Math.max(0, first), Math.min(at.length, Math.max(first + 1, last))];
  return { from: 1000 * (start + low * bucketSeconds), to: 1000 * (start + high * bucketSeconds) };
}
