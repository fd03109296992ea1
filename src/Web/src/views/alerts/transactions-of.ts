import { conditionsOf, sliceFilters } from '../../lib/payments/slice.ts';
import type { Alert } from '../../live/state.ts';

/** The subject of an alert is an account, except for overdue outcomes: there it is the source that owes them. */
export const isAboutSource = (alert: Alert): boolean => alert.rule === 'outcome_overdue';

const INCIDENTS = ['failure_rate', 'flagged_share', 'slow_payments', 'silent_source'];

/** The subject of an incident is a part of all payments, such as "source:pos; currency:GBP". */
export const isIncident = (alert: Alert): boolean => INCIDENTS.includes(alert.rule);

/** Stands for all further subjects of a rule while there are too many alerts. */
const OTHER_SUBJECTS = '(other)';

/** The view of exactly the transactions that raised an alert. Of overdue outcomes it shows those that are still missing. */
export function transactionsOf(alert: Alert): string {
  const query = new URLSearchParams({ from: alert.firstReceivedAt, to: justAfter(alert.lastReceivedAt) });
  if (isIncident(alert)) return `/history?${withSlice(query, alert)}`;
  if (isAboutSource(alert)) query.set('state', 'pending,processing');
  else query.set('rule', alert.rule);
  if (alert.subject !== OTHER_SUBJECTS) query.set(isAboutSource(alert) ? 'source' : 'account', alert.subject);
  return `/history?${query}`;
}

function withSlice(query: URLSearchParams, { rule, subject }: Alert): URLSearchParams {
  if (rule === 'failure_rate') query.set('state', 'failed');
  if (rule === 'flagged_share') query.set('flagged', 'true');
  for (const [name, value] of Object.entries(sliceFilters(conditionsOf(subject)))) query.set(name, value);
  return query;
}

// A range ends before its end, and the store orders receipts by the millisecond.
const justAfter = (at: string): string => new Date(Math.floor(Date.parse(at)) + 1).toISOString();
