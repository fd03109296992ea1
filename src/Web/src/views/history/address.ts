import type { TransactionStatus } from '../../contract.ts';
import { AddressReader, type AddressResult, isCurrencyCode, isNumber, isTime, upTo } from '../../lib/address-reader.ts';
import { STATUSES } from '../../lib/statuses.ts';
import { parseInstant } from '../../lib/time.ts';

export const SORTS = ['receivedAt', 'createdAt'] as const;
export type HistorySort = (typeof SORTS)[number];

/** The history as its address describes it. An empty text means "any". */
export interface HistoryAddress {
  /** An ISO time or a time before now, such as now-1h. */
  from: string;
  to: string;
  states: TransactionStatus[];
  flagged: boolean | null;
  source: string;
  account: string;
  counterparty: string;
  reference: string;
  currency: string;
  /** Name of a rule that flagged it. */
  rule: string;
  /** Why it failed. */
  reason: string;
  /** The transaction's own time, in the same form as the time of receipt. */
  createdFrom: string;
  createdTo: string;
  min: string;
  max: string;
  /** The time that orders the list. */
  sort: HistorySort;
  /** Cursor of the newest page that is loaded. */
  after: string;
}

export function readHistoryAddress(query: URLSearchParams): AddressResult<HistoryAddress> {
  const reader = new AddressReader(query);
  const flagged = reader.one('flagged', ['true', 'false', ''], '');
  return reader.result({
    from: reader.text('from', isTime, 'now-1h'),
    to: reader.text('to', isTime, 'now'),
    states: reader.many('state', STATUSES),
    flagged: flagged === '' ? null : flagged === 'true',
    source: reader.text('source', upTo(64)),
    account: reader.text('account', upTo(64)),
    counterparty: reader.text('counterparty', upTo(140)),
    reference: reader.text('reference', upTo(128)),
    currency: reader.text('currency', isCurrencyCode).toUpperCase(),
    rule: reader.text('rule', upTo(64)),
    reason: reader.text('reason', upTo(200)),
    createdFrom: reader.text('createdFrom', isTime),
    createdTo: reader.text('createdTo', isTime),
    min: reader.text('min', isNumber),
    max: reader.text('max', isNumber),
    sort: reader.one('sort', SORTS, 'receivedAt'),
    // A cursor by the own time is three times as long.
    after: reader.text('after', text => /^([0-9A-Za-z]{13}){1,3}$/.test(text)),
  });
}

/** The parameters of the REST call for an address, with its range as fixed instants. */
export function callParameters(address: HistoryAddress, now: number): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string): void => {
    if (value !== '') query.set(name, value);
  };
  set('status', address.states.join(','));
  set('flagged', address.flagged === null ? '' : String(address.flagged));
  set('source', address.source);
  set('account', address.account);
  set('counterparty', address.counterparty);
  set('reference', address.reference);
  set('currency', address.currency);
  set('flag', address.rule);
  set('failureReason', address.reason);
  set('createdFrom', instant(address.createdFrom, now));
  set('createdTo', instant(address.createdTo, now));
  set('minAmount', address.min);
  set('maxAmount', address.max);
  set('from', instant(address.from, now));
  if (address.to !== 'now') set('to', instant(address.to, now));
  if (address.sort !== 'receivedAt') query.set('sort', address.sort);
  return query;
}

const instant = (text: string, now: number): string => (text === '' ? '' : new Date(parseInstant(text, now)!).toISOString());
