import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { samples } from '../../tests/samples.ts';
import { type InitialData, takeInitialData } from './initial-data.ts';
import * as state from './state.ts';

const page = (from: number, to: number) => ({ items: samples.rows(from, to), next: null, searchedTo: null });
const alertPage = { items: [samples.alert(1)], next: null, counts: { open: 1, acknowledged: 0 }, searchedTo: null };

describe('The first data', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    state.metrics.value = null;
    state.alerts.value = new Map();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('holds the first paint back only for a short time, and is shown when it arrives later', async () => {
    let answer: (data: InitialData) => void = () => {};
    const taking = takeInitialData(
      new Promise(resolve => {
        answer = resolve;
      }),
    );
    await vi.advanceTimersByTimeAsync(300);
    await taking;
    expect(state.metrics.value).toBeNull();
    const painted = state.rowsVersion.value;

    answer([samples.metrics(), page(1, 3), alertPage, null, null]);
    await vi.advanceTimersByTimeAsync(0);

    expect(state.metrics.value).not.toBeNull();
    expect(state.rows.get(samples.id(3))).toBeDefined();
    expect(state.rowsVersion.value).toBeGreaterThan(painted);
    expect([...state.alerts.value.keys()]).toEqual(['1']);
  });

  it('does not replace what the hub has sent in the meantime', async () => {
    const pushed = samples.metrics({ sequence: 9 });
    state.metrics.value = pushed;

    await takeInitialData(Promise.resolve([samples.metrics({ sequence: 1 }), page(4, 5), alertPage, null, null]));

    expect(state.metrics.value).toBe(pushed);
    expect(state.alerts.value.size).toBe(0);
    expect(state.rows.get(samples.id(5))).toBeDefined();
  });

  it('may be missing', async () => {
    await takeInitialData(undefined);

    expect(state.metrics.value).toBeNull();
  });
});
