import { signal } from '@preact/signals';
import { messageOf, post } from '../../lib/api.ts';
import { showToast } from '../../live/announce.ts';
import { type Alert, alerts, polite, putAlerts } from '../../live/state.ts';
import type { Shortcut } from '../../parts/view.ts';

/** Ids of the alerts that wait for the server's answer to a change. */
export const busy = signal<ReadonlySet<string>>(new Set());

export const acknowledge = (of: readonly Alert[]): Promise<void> => change(of, 'acknowledge', 'Acknowledged');
export const resolve = (of: readonly Alert[]): Promise<void> => change(of, 'resolve', 'Resolved');

/** A view that shows alerts registers this key. Each alert carries its id in data-alert. */
export const acknowledgeShortcut: Shortcut = {
  keys: 'a',
  text: 'acknowledge the alert in focus',
  actions: {
    a: target => {
      const id = target.closest<HTMLElement>('[data-alert]')?.dataset.alert;
      const alert = id ? alerts.value.get(id) : undefined;
      if (alert) void acknowledge([alert]);
      return alert !== undefined;
    },
  },
};

/** Shows a change at once. When the server refuses it, the page undoes it and shows the reason. */
async function change(of: readonly Alert[], call: 'acknowledge' | 'resolve', status: Alert['status']): Promise<void> {
  const mine = of.filter(a => !busy.value.has(a.id));
  busy.value = new Set([...busy.value, ...mine.map(a => a.id)]);
  const failures = await Promise.all(mine.map(alert => changeOne(alert, call, status)));
  busy.value = new Set([...busy.value].filter(id => !mine.some(a => a.id === id)));
  const failed = failures.filter(f => f !== null);
  if (failed.length > 0)
    showToast(`${failed.length === 1 ? 'One alert' : `${failed.length} alerts`} could not be ${status.toLowerCase()}: ${failed[0]}`);
  const done = mine.length - failed.length;
  if (done > 0) polite.value = `${done === 1 ? 'Alert' : `${done} alerts`} ${status.toLowerCase()}.`;
}

/** The reason why the change failed; null when it did not. */
async function changeOne(alert: Alert, call: string, status: Alert['status']): Promise<string | null> {
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
