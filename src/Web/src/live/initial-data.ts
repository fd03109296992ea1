import type { AlertPage, DashboardMetricsDto, TransactionPage } from '../contract.ts';
import * as state from './state.ts';

type InitialData = [DashboardMetricsDto | null, TransactionPage | null, AlertPage | null] | null;
declare global {
  interface Window {
    initialData?: Promise<InitialData>;
  }
}

/** After this time the page shows that it is loading instead of waiting on. */
const MAX_WAIT_MS = 300;

/**
 * Takes in the first figures, rows and alerts of the live view, so that its first paint is complete. public/early.js has asked for them
 * while this script was loading. Whatever arrives too late, the hub sends again after connecting.
 */
export async function takeInitialData(): Promise<void> {
  const timeout = new Promise<null>(resolve => {
    setTimeout(resolve, MAX_WAIT_MS, null);
  });
  const [metrics, page, alerts] = (await Promise.race([window.initialData ?? null, timeout])) ?? [null, null, null];
  if (metrics) {
    state.metrics.value = metrics;
    state.connectionStatus.value = { ...state.connectionStatus.value, updatedAt: Date.now() };
  }
  if (page) state.rows.merge(page.items);
  if (alerts) state.putAlerts(alerts.items);
}
