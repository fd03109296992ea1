import { computed, signal } from '@preact/signals';
import type { AlertDto, DashboardMetricsDto } from '../contract.ts';
import { type Badge, badgeOf, isOld, type Link } from './connection/badge.ts';
import { Hold } from './rows/frozen-rows.ts';
import { Rows } from './rows/rows.ts';
import { Series } from './charts/series.ts';

export type Alert = AlertDto;

/** All that the views show of the stream. Written by the session only. */
export const rows = new Rows();
export const hold = new Hold();
export const series = new Series('5m');

export const metrics = signal<DashboardMetricsDto | null>(null);
/** Rises when rows, hold or gaps changed and should be painted. */
export const rowsVersion = signal(0);
/** Rises when the series changed. */
export const seriesVersion = signal(0);
/** Why the past of the charts is missing; null when it is there. */
export const seriesError = signal<string | null>(null);
/** The newest state of every alert the page was told of; newer than any list. Resolved ones stay until there are too many. */
export const alerts = signal<ReadonlyMap<string, Alert>>(new Map());
const MAX_ALERTS = 2_000;

export const link = signal<Link>({
  phase: 'connecting',
  online: true,
  updatedAt: null,
  lostAt: null,
  attempt: 0,
  nextTryAt: null,
  lagMs: 0,
  resumed: null,
});
export const badge = signal<Badge>(badgeOf(link.value, 0));
/** The figures on the page are not those of now. */
export const old = computed(() => isOld(badge.value));
export const newVersion = signal(false);
/** How often the connection was made again: what was listed before may be out of date. */
export const reconnects = signal(0);

/** Spoken once, by the two regions that every page has. */
export const polite = signal('');
export const urgent = signal('');

/** The open alerts that fired last, newest first. One pass: there may be a thousand, and this is asked with every update. */
export function newestOpen(count: number): Alert[] {
  const newest: Alert[] = [];
  for (const alert of alerts.value.values()) {
    if (alert.status !== 'Open' || (newest.length === count && alert.updatedAt <= newest.at(-1)!.updatedAt)) continue;
    newest.splice(newest.findLastIndex(other => other.updatedAt >= alert.updatedAt) + 1, 0, alert);
    newest.length = Math.min(newest.length, count);
  }
  return newest;
}

/** How many alerts nobody has acknowledged, as the server counts them: the page holds the newest only. */
export const openCount = computed(() => metrics.value?.alertsOpen ?? 0);

/** Since when something critical has been open, null when nothing is; both only of what is known here, which need not be the whole. */
export const criticalSince = computed(() => {
  let [since, known]: [string | null, number] = [null, 0];
  for (const alert of alerts.value.values()) {
    if (alert.status !== 'Open') continue;
    known++;
    if (alert.severity === 'Critical' && (since === null || alert.raisedAt < since)) since = alert.raisedAt;
  }
  return { at: since === null ? null : Date.parse(since), isWhole: metrics.value !== null && known >= openCount.value };
});

function forgetResolved(all: Map<string, Alert>): void {
  for (const alert of all.values()) {
    if (alert.status === 'Resolved') all.delete(alert.id);
    if (all.size <= MAX_ALERTS) return;
  }
}

export function putAlerts(changed: readonly Alert[]): void {
  if (changed.length === 0) return;
  const next = new Map(alerts.value);
  for (const alert of changed) next.set(alert.id, alert);
  if (next.size > MAX_ALERTS) forgetResolved(next);
  alerts.value = next;
}
