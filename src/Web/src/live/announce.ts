import { signal } from '@preact/signals';
import { count, percent } from '../lib/format.ts';
import { settings } from '../lib/settings.ts';
import * as state from './state.ts';

const SHOWN_MS = 8_000;
const UNDO_MS = 10_000;
const SUMMARY_MS = 30_000;

export interface Toast {
  text: string;
  /** The alert that the notice is about, if any. */
  alertId: string | null;
  /** A button that takes back what the notice reports. */
  undo: (() => void) | null;
}

/** The notice that the page shows at the moment. */
export const toast = signal<Toast | null>(null);

export const showToast = (text: string, alertId: string | null = null): void => show({ text, alertId, undo: null }, SHOWN_MS);

/** Shows a notice with a button Undo, for ten seconds. Only another such notice replaces it in that time. */
export const showUndo = (text: string, undo: () => void): void => show({ text, alertId: null, undo }, UNDO_MS);

function show(shown: Toast, forMs: number): void {
  if (toast.value?.undo && !shown.undo) return;
  toast.value = shown;
  setTimeout(() => {
    if (toast.value === shown) toast.value = null;
  }, forMs);
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
