import { signal } from '@preact/signals';
import { messageOf, post } from '../../lib/api.ts';
import { say } from '../../live/announce.ts';
import { type Alert, alerts, polite, putAlerts } from '../../live/state.ts';

/** Ids of alerts whose change is under way. */
export const busy = signal<ReadonlySet<string>>(new Set());

export const acknowledge = (of: readonly Alert[]): Promise<void> => move(of, 'acknowledge', 'Acknowledged');
export const resolve = (of: readonly Alert[]): Promise<void> => move(of, 'resolve', 'Resolved');

/** Shown at once, taken back with the reason when the server does not agree. */
async function move(of: readonly Alert[], call: 'acknowledge' | 'resolve', status: Alert['status']): Promise<void> {
  const mine = of.filter(a => !busy.value.has(a.id));
  busy.value = new Set([...busy.value, ...mine.map(a => a.id)]);
  const failures = await Promise.all(mine.map(alert => one(alert, call, status)));
  busy.value = new Set([...busy.value].filter(id => !mine.some(a => a.id === id)));
  const failed = failures.filter(f => f !== null);
  if (failed.length > 0)
    say(`${failed.length === 1 ? 'One alert' : `${failed.length} alerts`} could not be ${status.toLowerCase()}: ${failed[0]}`);
  const done = mine.length - failed.length;
  if (done > 0) polite.value = `${done === 1 ? 'Alert' : `${done} alerts`} ${status.toLowerCase()}.`;
}

async function one(alert: Alert, call: string, status: Alert['status']): Promise<string | null> {
  const before = alerts.value.get(alert.id) ?? alert;
  putAlerts([{ ...before, status }]);
  try {
    putAlerts([await post<Alert>(`/api/v1/alerts/${alert.id}/${call}`)]);
    return null;
  } catch (error) {
    putAlerts([before]);
    return messageOf(error);
  }
}
