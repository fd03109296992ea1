import type { AlertPage, DashboardMetricsDto, MetricsBucketsDto, StatusDto, TransactionPage } from '../contract.ts';
import * as state from './state.ts';

export type InitialData =
  | [
      metrics: DashboardMetricsDto | null,
      rows: TransactionPage | null,
      alerts: AlertPage | null,
      status: StatusDto | null,
      buckets: MetricsBucketsDto | null,
    ]
  | null;
declare global {
  interface Window {
    initialData?: Promise<InitialData>;
  }
}

/** After this time the page shows that it is loading instead of waiting on. */
const MAX_WAIT_MS = 300;

/**
 * Takes in the first figures, rows and alerts of the live view, so that its first paint is complete. public/early.js has asked for them
 * while this script was loading. Waits for a slow answer only a short time; the page shows that answer when it arrives.
 */
export async function takeInitialData(answer: Promise<InitialData> | undefined): Promise<void> {
  const taken = (answer ?? Promise.resolve(null)).then(take);
  const timeout = new Promise<void>(resolve => {
    setTimeout(resolve, MAX_WAIT_MS);
  });
  await Promise.race([taken, timeout]);
}

function take(data: InitialData): void {
  const [metrics, page, alerts, status, buckets] = data ?? [null, null, null, null, null];
  state.status.value ??= status;
  state.buckets.value ??= buckets;
  if (page) {
    state.rows.merge(page.items);
    state.rowsVersion.value++;
  }
  // When the hub was faster, its figures and alerts are newer than these.
  if (state.metrics.value !== null) return;
  if (metrics) {
    state.metrics.value = metrics;
    state.connectionStatus.value = { ...state.connectionStatus.value, updatedAt: Date.now() };
  }
  if (alerts) state.putAlerts(alerts.items);
}
