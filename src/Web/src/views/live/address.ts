import type { TransactionStatus } from '../../contract.ts';
import { AddressReader, type AddressResult, upTo } from '../../lib/address-reader.ts';
import { STATUSES } from '../../lib/statuses.ts';

/** States that the filter offers. Flagged is not a status, but viewers look for it like one. */
export type StateFilter = TransactionStatus | 'Flagged';
export const STATE_FILTERS: readonly StateFilter[] = [...STATUSES, 'Flagged'];

/** The time that the figures of the tiles cover. */
export type Window = '1m' | '5m' | '1h';

/** The live view as its address describes it. */
export interface LiveAddress {
  window: Window;
  /** The time that the charts cover. */
  range: '5m' | '15m' | '1h';
  states: StateFilter[];
  /** Text to search for in the table. */
  q: string;
}

export function readLiveAddress(query: URLSearchParams): AddressResult<LiveAddress> {
  const reader = new AddressReader(query);
  return reader.result({
    window: reader.one('w', ['1m', '5m', '1h'], '1m'),
    range: reader.one('range', ['5m', '15m', '1h'], '5m'),
    states: reader.many('state', STATE_FILTERS),
    q: reader.text('q', upTo(128)),
  });
}
