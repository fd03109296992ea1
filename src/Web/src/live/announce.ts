import { signal } from '@preact/signals';
import { count, percent } from '../lib/format.ts';
import { settings } from '../lib/settings.ts';
import * as state from './state.ts';

const SHOWN_MS = 8_000;
const SUMMARY_MS = 30_000;

export interface Toast {
  text: string;
  /** The alert that the notice is about, if any. */
  alertId: string | null;
}

/** The notice that the page shows at the moment. */
export const toast = signal<Toast | null>(null);

export function showToast(text: string, alertId: string | null = null): void {
  const shown = { text, alertId };
  toast.value = shown;
  setTimeout(() => {
    if (toast.value === shown) toast.value = null;
  }, SHOWN_MS);
}

/** Speaks a summary from time to time, for viewers who have asked for it in the settings. */
export function startSummaries(): void {
  setInterval(() => {
    const metrics = state.metrics.value;
    if (!settings.value.summary || !metrics || state.isOutdated.value) return;
    const open = state.openCount.value;
    state.polite.value =
      `${count(metrics.transactionsPerSecond)} transactions per second, approval ${percent(metrics.lastMinute.successRate)} percent, ` +
      `${open === 0 ? 'no' : count(open)} open ${open === 1 ? 'alert' : 'alerts'}`;
  }, SUMMARY_MS);
}
