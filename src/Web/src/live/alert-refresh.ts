import type { Signal } from '@preact/signals';
import type { AlertPage } from '../contract.ts';
import type { Alert } from './state.ts';

/** Reads the alerts anew. Alerts that were resolved while the page was not connected disappear. */
export async function refreshAlerts(alerts: Signal<ReadonlyMap<string, Alert>>, read: () => Promise<AlertPage>): Promise<void> {
  const before = alerts.value;
  try {
    const page = await read();
    const next = new Map(page.items.map(alert => [alert.id, alert]));
    // An alert that was pushed while the list was read is newer than the list: the server pushes an alert before it stores it.
    for (const alert of alerts.value.values()) if (before.get(alert.id) !== alert) next.set(alert.id, alert);
    alerts.value = next;
  } catch {
    // The hub sends the newest alerts anyway, and the view of the alerts shows the error.
  }
}
