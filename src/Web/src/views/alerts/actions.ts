import { signal } from '@preact/signals';
import { messageOf, post } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { showToast, showUndo } from '../../live/announce.ts';
import { type Alert, alerts, polite, putAlerts } from '../../live/state.ts';
import type { Shortcut } from '../../parts/view.ts';

/** Ids of the alerts that wait for the server's answer to a change. */
export const busy = signal<ReadonlySet<string>>(new Set());

type Call = 'acknowledge' | 'resolve' | 'reopen';

const AFTER: Record<Call, (alert: Alert) => Alert['status']> = {
  acknowledge: () => 'Acknowledged',
  resolve: () => 'Resolved',
  reopen: alert => (alert.acknowledgedAt === null ? 'Open' : 'Acknowledged'),
};
const WORD: Record<Call, string> = { acknowledge: 'acknowledged', resolve: 'resolved', reopen: 'reopened' };

const numberOf = (alerts: number): string => (alerts === 1 ? 'One alert' : `${count(alerts)} alerts`);

export async function acknowledge(of: readonly Alert[]): Promise<void> {
  report(await change(of, 'acknowledge'));
}

export async function reopen(of: readonly Alert[]): Promise<void> {
  report(await change(of, 'reopen'));
}

/** Resolves alerts. The page offers to take that back for ten seconds. */
export async function resolve(of: readonly Alert[]): Promise<void> {
  const { done, problem } = await change(of, 'resolve');
  if (done.length === 0) report({ done, problem });
  else showUndo([`${numberOf(done.length)} resolved.`, problem].filter(Boolean).join(' '), () => void reopen(done));
}

interface Changed {
  done: Alert[];
  /** How many alerts did not change, and why; null when all did. */
  problem: string | null;
}

const report = ({ problem }: Changed): void => {
  if (problem) showToast(problem);
};

/** A view that shows alerts registers this key. Each alert carries its id in data-alert. */
export const acknowledgeShortcut: Shortcut = {
  keys: 'a',
  text: 'acknowledge the alert in focus',
  actions: {
    a: target => {
      const id = target.closest<HTMLElement>('[data-alert]')?.dataset.alert;
      const alert = id ? alerts.value.get(id) : undefined;
      if (alert?.status === 'Open') void acknowledge([alert]);
      return alert !== undefined;
    },
  },
};

/** Shows a change at once. When the server refuses it, the page undoes it and gives the reason. */
async function change(of: readonly Alert[], call: Call): Promise<Changed> {
  const mine = of.filter(a => !busy.value.has(a.id));
  busy.value = new Set([...busy.value, ...mine.map(a => a.id)]);
  const failures = await Promise.all(mine.map(alert => changeOne(alert, call)));
  busy.value = new Set([...busy.value].filter(id => !mine.some(a => a.id === id)));
  const failed = failures.filter(f => f !== null);
  const done = mine.filter((_, i) => failures[i] === null);
  if (done.length > 0) polite.value = `${numberOf(done.length)} ${WORD[call]}.`;
  return { done, problem: failed.length > 0 ? `${numberOf(failed.length)} could not be ${WORD[call]}: ${failed[0]}` : null };
}

/** The reason why the change failed; null when it did not. */
async function changeOne(alert: Alert, call: Call): Promise<string | null> {
  const before = alerts.value.get(alert.id) ?? alert;
  putAlerts([{ ...before, status: AFTER[call](before) }]);
  try {
    putAlerts([await post<Alert>(`/api/v1/alerts/${alert.id}/${call}`)]);
    return null;
  } catch (error) {
    putAlerts([before]);
    return messageOf(error);
  }
}
