import type { TransactionStatus } from '../../contract.ts';
import { AddressReader, type AddressResult, upTo } from '../../lib/address-reader.ts';
import { STATUSES } from '../../lib/statuses.ts';
import type { Range } from '../../live/current.ts';

/** States that the filter offers. Flagged is not a status, but viewers look for it like one. */
export type StateFilter = TransactionStatus | 'Flagged';
export const STATE_FILTERS: readonly StateFilter[] = [...STATUSES, 'Flagged'];

/** The time that the figures of the tiles cover. */
export type Window = '1m' | '5m' | '1h';

/** A range of time, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** The live view as its address describes it. */
export interface LiveAddress {
  window: Window;
  /** The time that the charts cover. */
  range: Range;
  /** What the table shows without another filter: payments that have ended or were flagged, or all of them. */
  show: 'finished' | 'all';
  states: StateFilter[];
  /** Text to search for in the table. */
  q: string;
  /** The time whose change is explained; null for none. */
  span: Span | null;
  /** For a screen on the wall: large, and without anything to click. */
  isWall: boolean;
}

export function readLiveAddress(query: URLSearchParams): AddressResult<LiveAddress> {
  const reader = new AddressReader(query);
  reader.text('wall', () => true);
  return reader.result({
    window: reader.one('w', ['1m', '5m', '1h'], '1m'),
    range: reader.one('range', ['5m', '15m', '1h'], '5m'),
    show: reader.one('show', ['finished', 'all'], 'finished'),
    states: reader.many('state', STATE_FILTERS),
    q: reader.text('q', upTo(128)),
    span: spanOf(reader.text('span', text => spanOf(text) !== null)),
    isWall: query.has('wall'),
  });
}

/** Two ISO times with a comma between them, whole seconds. */
export const spanText = ({ from, to }: Span): string => [from, to].map(at => new Date(at).toISOString().replace('.000Z', 'Z')).join(',');

function spanOf(text: string): Span | null {
  const [from, to, more] = text.split(',').map(Date.parse);
  return more === undefined && from !== undefined && to !== undefined && from < to ? { from, to } : null;
}
