import { computed, signal } from '@preact/signals';
import type { AlertDto, DashboardMetricsDto, MetricsBucketsDto, StatusDto } from '../contract.ts';
import { type Badge, badgeOf, type ConnectionStatus, isOutdatedBadge } from './connection/badge.ts';
import { FrozenRows } from './rows/frozen-rows.ts';
import { Rows } from './rows/rows.ts';

export type Alert = AlertDto;

// The state of the live data, which the views show. The session and the initial data write what the server sends. The views write only what
// the viewer does: they freeze the rows, change alerts and speak through `polite`.

export const rows = new Rows();
export const frozenRows = new FrozenRows();

export const metrics = signal<DashboardMetricsDto | null>(null);
/** Rises when the rows have to be painted again. */
export const rowsVersion = signal(0);
/** Whether anything is wrong; null until the server has said so. */
export const status = signal<StatusDto | null>(null);
/** The server did not answer the last question about the status. */
export const isStatusOld = signal(false);
/** What ended in each bucket of the charts; null before the first answer. */
export const buckets = signal<MetricsBucketsDto | null>(null);
/** Why the charts are not current; null when they are. */
export const bucketsError = signal<string | null>(null);
/** The newest state of every alert that the page has received. Resolved alerts stay until there are too many. */
export const alerts = signal<ReadonlyMap<string, Alert>>(new Map());
const MAX_ALERTS = 2_000;

export const connectionStatus = signal<ConnectionStatus>({
  phase: 'connecting',
  online: true,
  updatedAt: null,
  lostAt: null,
  attempt: 0,
  nextTryAt: null,
  lagMs: 0,
  resumed: null,
});
export const badge = signal<Badge>(badgeOf(connectionStatus.value, 0));
/** The figures on the page are no longer current. */
export const isOutdated = computed(() => isOutdatedBadge(badge.value));
/** The server has a newer version of this page. */
export const newVersion = signal(false);
/** Counts the reconnects. Lists that were read before the last one may be outdated. */
export const reconnects = signal(0);

/** Text for screen readers: spoken after the current sentence. */
export const polite = signal('');
/** Text for screen readers: spoken at once. */
export const urgent = signal('');

/** Said only when the server counts no open alert. */
export const NOTHING_OPEN = 'No alert is open.';

const RANK: Record<Alert['severity'], number> = { Critical: 2, Warning: 1, Info: 0 };

/** The worse alert, or of two that are as bad the newer one, is positive. */
const compare = (a: Alert, b: Alert): number =>
  RANK[a.severity] - RANK[b.severity] || (a.lastFiredAt === b.lastFiredAt ? 0 : a.lastFiredAt > b.lastFiredAt ? 1 : -1);

/** The worst open alerts, of those the ones that fired last. One pass without sorting: there may be a thousand, and every update asks. */
export function worstOpen(count: number): Alert[] {
  const worst: Alert[] = [];
  for (const alert of alerts.value.values()) {
    if (alert.status !== 'Open' || (worst.length === count && compare(alert, worst.at(-1)!) <= 0)) continue;
    worst.splice(worst.findLastIndex(other => compare(other, alert) >= 0) + 1, 0, alert);
    worst.length = Math.min(worst.length, count);
  }
  return worst;
}

/** The number of open alerts as the server counts them. The page itself has only the newest. */
export const openCount = computed(() => metrics.value?.alertsOpen ?? 0);

/** The time since when a critical alert has been open, as far as the page knows; null when it knows none. */
export const criticalSince = computed(() => {
  let oldest: string | null = null;
  let known = 0;
  for (const alert of alerts.value.values()) {
    if (alert.status !== 'Open') continue;
    known++;
    if (alert.severity === 'Critical' && (oldest === null || alert.raisedAt < oldest)) oldest = alert.raisedAt;
  }
  /** The page knows every open alert, so the answer is exact. */
  const isExact = metrics.value !== null && known >= openCount.value;
  return { at: oldest === null ? null : Date.parse(oldest), isExact };
});

export function putAlerts(changed: readonly Alert[]): void {
  if (changed.length === 0) return;
  const next = new Map(alerts.value);
  for (const alert of changed) next.set(alert.id, alert);
  if (next.size > MAX_ALERTS) dropResolved(next);
  alerts.value = next;
}

function dropResolved(all: Map<string, Alert>): void {
  for (const alert of all.values()) {
    if (alert.status === 'Resolved') all.delete(alert.id);
    if (all.size <= MAX_ALERTS) return;
  }
}
