import { ApiError } from '../../lib/api.ts';
import { parseInstant } from '../../lib/time.ts';
import type { HistoryAddress } from './address.ts';

/** Problems by the name of the parameter in the address of the page. */
export type Problems = Record<string, string>;

/** The parameters of the API, by the name and the label that they have on the page. */
const ON_PAGE: Record<string, readonly [name: string, label: string]> = {
  minAmount: ['min', 'Amount from'],
  maxAmount: ['max', 'Amount to'],
  failureReason: ['reason', 'Failure reason'],
  flag: ['rule', 'Flags'],
  from: ['from', 'From'],
  to: ['to', 'To'],
  createdFrom: ['createdFrom', 'Created from'],
  createdTo: ['createdTo', 'Created to'],
  status: ['state', 'State'],
  source: ['source', 'Source'],
  account: ['account', 'Account'],
  counterparty: ['counterparty', 'Counterparty'],
  reference: ['reference', 'Reference'],
  currency: ['currency', 'Currency'],
};

/** The status of a list that cannot be sorted, because too many transactions would have to be looked at. */
const TOO_MANY_TO_SORT = 422;

/** What the page itself can tell is wrong with a filter. It then asks the server nothing. */
export function problemsOf(address: HistoryAddress, now: number): Problems {
  const problems: Problems = {};
  if (address.min !== '' && address.max !== '' && Number(address.max) < Number(address.min))
    problems.max = 'The upper amount is below the lower one.';
  if (isReversed(address.from, address.to, now)) problems.to = 'The end is before the start.';
  if (isReversed(address.createdFrom, address.createdTo, now)) problems.createdTo = 'The end is before the start.';
  return problems;
}

const isReversed = (from: string, to: string, now: number): boolean =>
  from !== '' && to !== '' && parseInstant(to, now)! < parseInstant(from, now)!;

/** What the server found wrong, in the words of the page. */
export function problemsIn(error: unknown): Problems {
  if (!(error instanceof ApiError)) return {};
  if (error.status === TOO_MANY_TO_SORT)
    return { sort: 'Too many transactions to sort. Choose a shorter range, or an account or a reference.' };
  return Object.fromEntries(
    Object.entries(error.errors).map(([field, texts]) => [ON_PAGE[field]?.[0] ?? field, texts.map(inWords).join(', ')]),
  );
}

/** One sentence for all problems, each with the label of its field. */
export function sentenceOf(problems: Problems): string {
  const labels = Object.fromEntries(Object.values(ON_PAGE));
  return Object.entries(problems)
    .map(([name, text]) => (/^[A-Z]/.test(text) ? text : `${labels[name] ?? name} ${text}.`))
    .join(' ');
}

const inWords = (text: string): string => text.replace(/\b[a-z]+[A-Z]\w*\b/g, name => `“${ON_PAGE[name]?.[1] ?? name}”`);
