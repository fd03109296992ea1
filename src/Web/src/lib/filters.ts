import type { AlertSeverity, AlertStatus, TransactionStatus } from '../contract.ts';
import { instant } from './time.ts';

/** What a view reads from its address, and which parameters it could not make sense of; those are dropped with a notice. */
export interface Read<T> {
  value: T;
  dropped: string[];
}

const STATUSES: readonly TransactionStatus[] = ['Pending', 'Processing', 'Completed', 'Failed'];

/** States that a filter can name; flagged is not a status but is looked for like one. */
export type StateFilter = TransactionStatus | 'Flagged';
export const STATE_FILTERS: readonly StateFilter[] = [...STATUSES, 'Flagged'];

export type Window = '1m' | '5m' | '1h';

export interface LiveView {
  window: Window;
  range: '5m' | '15m' | '1h';
  states: StateFilter[];
  q: string;
}

export interface HistoryView {
  from: string;
  to: string;
  states: TransactionStatus[];
  flagged: boolean | null;
  source: string;
  account: string;
  reference: string;
  currency: string;
  min: string;
  max: string;
  after: string;
}

export interface AlertsView {
  status: AlertStatus;
  severities: AlertSeverity[];
  rule: string;
  since: string;
}

class Reader {
  readonly dropped: string[] = [];
  private readonly seen = new Set(['tx']);
  constructor(private readonly query: URLSearchParams) {}

  text(name: string, isGood: (text: string) => boolean, fallback = ''): string {
    this.seen.add(name);
    const text = this.query.get(name);
    if (text === null || text === '') return fallback;
    if (isGood(text)) return text;
    this.dropped.push(`${name}=${text}`);
    return fallback;
  }

  one<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    return (
      find(
        choices,
        this.text(name, text => find(choices, text) !== undefined),
      ) ?? fallback
    );
  }

  many<T extends string>(name: string, choices: readonly T[]): T[] {
    const texts = this.text(name, () => true)
      .split(',')
      .filter(Boolean);
    const unknown = texts.filter(text => find(choices, text) === undefined);
    if (unknown.length > 0) this.dropped.push(`${name}=${unknown.join(',')}`);
    return choices.filter(choice => texts.some(text => find(choices, text) === choice));
  }

  done<T>(value: T): Read<T> {
    for (const name of this.query.keys()) if (!this.seen.has(name)) this.dropped.push(name);
    return { value, dropped: this.dropped };
  }
}

const find = <T extends string>(choices: readonly T[], text: string): T | undefined =>
  choices.find(choice => choice.toLowerCase() === text.toLowerCase());

const upTo =
  (length: number) =>
  (text: string): boolean =>
    text.length <= length;
const isTime = (text: string): boolean => instant(text, 0) !== null;
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

export function readLive(query: URLSearchParams): Read<LiveView> {
  const read = new Reader(query);
  return read.done({
    window: read.one('w', ['1m', '5m', '1h'], '1m'),
    range: read.one('range', ['5m', '15m', '1h'], '5m'),
    states: read.many('state', STATE_FILTERS),
    q: read.text('q', upTo(128)),
  });
}

export function readHistory(query: URLSearchParams): Read<HistoryView> {
  const read = new Reader(query);
  const flagged = read.one('flagged', ['true', 'false', ''], '');
  return read.done({
    from: read.text('from', isTime, 'now-1h'),
    to: read.text('to', isTime, 'now'),
    states: read.many('state', STATUSES),
    flagged: flagged === '' ? null : flagged === 'true',
    source: read.text('source', upTo(64)),
    account: read.text('account', upTo(64)),
    reference: read.text('reference', upTo(128)),
    currency: read.text('currency', text => /^[A-Za-z]{3}$/.test(text)).toUpperCase(),
    min: read.text('min', isNumber),
    max: read.text('max', isNumber),
    after: read.text('after', text => /^[0-9A-Za-z]{13}$/.test(text)),
  });
}

export function readAlerts(query: URLSearchParams): Read<AlertsView> {
  const read = new Reader(query);
  return read.done({
    status: read.one('status', ['Open', 'Acknowledged', 'Resolved'], 'Open'),
    severities: read.many('severity', ['Critical', 'Warning', 'Info']),
    rule: read.text('rule', upTo(64)),
    since: read.text('from', isTime),
  });
}

/** The parameters of the REST call for a view of the history. */
export function historyQuery(view: HistoryView, now: number): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string): void => {
    if (value !== '') query.set(name, value);
  };
  set('status', view.states.join(','));
  set('flagged', view.flagged === null ? '' : String(view.flagged));
  set('source', view.source);
  set('account', view.account);
  set('reference', view.reference);
  set('currency', view.currency);
  set('minAmount', view.min);
  set('maxAmount', view.max);
  query.set('from', new Date(instant(view.from, now)!).toISOString());
  if (view.to !== 'now') query.set('to', new Date(instant(view.to, now)!).toISOString());
  return query;
}
