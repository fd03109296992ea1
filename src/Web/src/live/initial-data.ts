import type { AlertPage, DashboardMetricsDto, TransactionPage } from '../contract.ts';
import * as state from './state.ts';

type First = [DashboardMetricsDto | null, TransactionPage | null, AlertPage | null] | null;
declare global {
  interface Window {
    first?: Promise<First>;
  }
}

/** A page that says that it is loading is better than none. */
const PATIENCE_MS = 300;

/**
 * The live view is drawn full at once instead of empty and then again: its first figures, rows and alerts were asked for in public/early.js,
 * while this script was loading. The hub, which is connected to afterwards, sends all of it again, and newer; what is not here in time is left to it.
 */
export async function first(): Promise<void> {
  const late = new Promise<null>(resolve => {
    setTimeout(resolve, PATIENCE_MS, null);
  });
  const [metrics, page, alerts] = (await Promise.race([window.first ?? null, late])) ?? [null, null, null];
  if (metrics) {
    state.metrics.value = metrics;
    state.link.value = { ...state.link.value, updatedAt: Date.now() };
  }
  if (page) state.rows.merge(page.items);
  if (alerts) state.putAlerts(alerts.items);
}
