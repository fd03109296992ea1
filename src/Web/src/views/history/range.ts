import type { HistoryView } from '../../lib/filters.ts';
import { instant } from '../../lib/time.ts';

export const RANGES: readonly (readonly [string, string])[] = [
  ['now-15m', 'Last 15 min'],
  ['now-1h', 'Last 1 h'],
  ['now-6h', 'Last 6 h'],
  ['now-24h', 'Last 24 h'],
  ['now-7d', 'Last 7 d'],
];

type Span = Pick<HistoryView, 'from' | 'to'>;

/** The range as two instants. */
export const span = (view: Span, now: number): [from: number, to: number] => [instant(view.from, now)!, instant(view.to, now)!];

const text = (at: number): string => new Date(Math.round(at)).toISOString();

/** Half a range earlier (−1) or later (+1); never beyond now. */
export function shifted(view: Span, direction: -1 | 1, now: number): Span {
  const [from, to] = span(view, now);
  const by = Math.min((direction * (to - from)) / 2, Math.max(0, now - to));
  return { from: text(from + by), to: text(to + by) };
}

/** Twice as long around the same middle; never beyond now. */
export function zoomedOut(view: Span, now: number): Span {
  const [from, to] = span(view, now);
  const half = Math.max(500, (to - from) / 2);
  const end = Math.min(now, to + half);
  return { from: text(end - (to - from) - 2 * half), to: end === now ? 'now' : text(end) };
}
