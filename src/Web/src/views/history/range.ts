import { parseInstant } from '../../lib/time.ts';
import type { HistoryAddress } from './address.ts';

export const RANGES: readonly (readonly [from: string, text: string])[] = [
  ['now-15m', 'Last 15 min'],
  ['now-1h', 'Last 1 h'],
  ['now-6h', 'Last 6 h'],
  ['now-24h', 'Last 24 h'],
  ['now-7d', 'Last 7 d'],
];

/** A range of time as the address writes it. */
export type Span = Pick<HistoryAddress, 'from' | 'to'>;

/** The range as two instants. */
export const instantsOf = (span: Span, now: number): [from: number, to: number] => [
  parseInstant(span.from, now)!,
  parseInstant(span.to, now)!,
];

/** The change of the address that selects a range. The list then begins at its newest row again. */
export const rangePatch = ({ from, to }: Span): Record<string, string | null> => ({ from, to: to === 'now' ? null : to, after: null });

const text = (at: number): string => new Date(Math.round(at)).toISOString();

/** The range moved by half of its length, to earlier (−1) or later (+1), but never beyond now. */
export function shifted(span: Span, direction: -1 | 1, now: number): Span {
  const [from, to] = instantsOf(span, now);
  const by = Math.min((direction * (to - from)) / 2, Math.max(0, now - to));
  return { from: text(from + by), to: text(to + by) };
}

/** A range twice as long around the same middle, but never beyond now. */
export function zoomedOut(span: Span, now: number): Span {
  const [from, to] = instantsOf(span, now);
  const half = Math.max(500, (to - from) / 2);
  const end = Math.min(now, to + half);
  return { from: text(end - (to - from) - 2 * half), to: end === now ? 'now' : text(end) };
}
