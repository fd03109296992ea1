import type { JSX } from 'preact';
import { buckets } from '../../../live/state.ts';
import { completeLength } from '../charts/columns.ts';

const WIDTH = 120;
const HEIGHT = 24;

/** The course of a figure over the range of the charts, from zero to its highest value. */
export function Sparkline({ column }: { column: (data: NonNullable<typeof buckets.value>) => readonly (number | null)[] }): JSX.Element {
  const data = buckets.value;
  const path = data ? pathOf(column(data).slice(0, completeLength(data)), data.at.length) : '';
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** A line with a gap where there is no value. */
export function pathOf(values: readonly (number | null)[], places: number): string {
  const highest = Math.max(0, ...values.map(value => value ?? 0));
  const step = WIDTH / Math.max(1, places - 1);
  let isDrawing = false;
  let path = '';
  values.forEach((value, i) => {
    if (value !== null) {
      const y = highest === 0 ? HEIGHT - 1 : HEIGHT - 1 - (Math.max(0, value) / highest) * (HEIGHT - 2);
      path += `${isDrawing ? 'L' : 'M'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    }
    isDrawing = value !== null;
  });
  return path;
}
