import { signal } from '@preact/signals';
import { count, percent } from '../lib/format.ts';
import { settings } from '../lib/settings.ts';
import * as state from './state.ts';

const QUIET_MS = 10_000;
const SHOWN_MS = 8_000;
const SUMMARY_MS = 30_000;

export interface Toast {
  id: number;
  text: string;
  alertId: string | null;
}

export const toast = signal<Toast | null>(null);

let number = 0;
let spokenAt = 0;
let unspoken = 0;

/** Tells of a new critical alert, at most once in ten seconds; what comes in between is counted. */
export function noteAlert(alert: state.Alert, isNews: boolean): void {
  if (!isNews || alert.status !== 'Open' || alert.count > 1) return;
  if (alert.severity !== 'Critical') return;
  unspoken++;
  const now = Date.now();
  if (now - spokenAt < QUIET_MS) return;
  const text = unspoken === 1 ? alert.message : `${count(unspoken)} critical alerts. ${alert.message}`;
  state.urgent.value = text;
  say(text, alert.id);
  spokenAt = now;
  unspoken = 0;
}

export function say(text: string, alertId: string | null = null): void {
  const shown = { id: ++number, text, alertId };
  toast.value = shown;
  setTimeout(() => {
    if (toast.value === shown) toast.value = null;
  }, SHOWN_MS);
}

export function startSummaries(): void {
  setInterval(() => {
    const metrics = state.metrics.value;
    if (!settings.value.summary || !metrics || state.old.value) return;
    const open = state.openCount.value;
    state.polite.value =
      `${count(metrics.transactionsPerSecond)} per second, approval ${percent(metrics.lastMinute.successRate)} percent, ` +
      `${open === 0 ? 'no' : count(open)} open ${open === 1 ? 'alert' : 'alerts'}`;
  }, SUMMARY_MS);
}
