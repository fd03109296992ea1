import { effect } from '@preact/signals';
import type { MetricsBucketsDto, StatusDto } from '../contract.ts';
import { get, messageOf } from '../lib/api.ts';
import { Polling } from './polling.ts';
import * as state from './state.ts';

/** The time that the charts cover. */
export type Range = '5m' | '15m' | '1h';

const EVERY_MS = 2_000;

const status = new Polling(async () => {
  try {
    state.status.value = await get<StatusDto>('/api/v1/status');
    state.isStatusOld.value = false;
  } catch {
    state.isStatusOld.value = true;
  }
});

let range: Range = '5m';

const buckets = new Polling(async () => {
  const asked = range;
  try {
    const answer = await get<MetricsBucketsDto>(`/api/v1/metrics/buckets?range=${asked}`);
    // The viewer may have chosen another range meanwhile.
    if (asked === range) state.buckets.value = answer;
    state.bucketsError.value = null;
  } catch (error) {
    state.bucketsError.value = messageOf(error);
  }
});

const ask = (): void => {
  if (document.hidden) return;
  void status.now();
  void buckets.now();
};

/** Keeps the status and the charts current while the page is visible, until the returned function is called. */
export function followCurrent(of: Range): () => void {
  range = of;
  ask();
  const timer = setInterval(ask, EVERY_MS);
  document.addEventListener('visibilitychange', ask);
  // An alert that was raised or decided on changes the status now.
  const end = effect(() => {
    void state.openCount.value;
    void state.reconnects.value;
    if (state.status.peek() !== null && !document.hidden) void status.now();
  });
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', ask);
    end();
  };
}
