import type { ProfilePoint } from '../../contract.ts';

/** A payment in a chart: its place from the left and from the bottom, both 0 … 1. */
export interface Mark {
  point: ProfilePoint;
  x: number;
  y: number;
}

export interface Scatter {
  marks: readonly Mark[];
  /** Of the time axis, in milliseconds. */
  from: number;
  to: number;
  /** Powers of ten that frame the amounts. */
  low: number;
  high: number;
}

/** Places the payments of one currency by time and by the size of their amount, on a scale where each step is ten times the one before. */
export function scatter(points: readonly ProfilePoint[], currency: string): Scatter | null {
  const shown = points.filter(point => point.currency === currency && point.amount !== 0);
  if (shown.length === 0) return null;
  const times = shown.map(point => Date.parse(point.createdAt));
  const sizes = shown.map(point => Math.log10(Math.abs(point.amount)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const low = Math.floor(Math.min(...sizes));
  const high = Math.max(low + 1, Math.ceil(Math.max(...sizes)));
  const marks = shown.map((point, i) => ({
    point,
    x: to === from ? 0.5 : (times[i]! - from) / (to - from),
    y: (sizes[i]! - low) / (high - low),
  }));
  return { marks, from, to, low: 10 ** low, high: 10 ** high };
}
