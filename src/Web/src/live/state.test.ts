import { describe, expect, it } from 'vitest';
import { samples } from '../../tests/samples.ts';
import { type Alert, alerts, criticalSince, putAlerts, worstOpen } from './state.ts';

const alert = (id: number, lastFiredAt: number, status: Alert['status'] = 'Open'): Alert =>
  samples.alert(id, { status, raisedAt: '', lastFiredAt: new Date(lastFiredAt).toISOString() });

describe('Alerts of the page', () => {
  it('give the open ones that fired last, newest first', () => {
    const times = Array.from({ length: 500 }, (_, i) => (i * 7919) % 500);
    alerts.value = new Map();
    putAlerts(times.map((at, i) => alert(i, at * 1_000, at % 10 === 0 ? 'Acknowledged' : 'Open')));
    expect(worstOpen(5).map(a => Date.parse(a.lastFiredAt) / 1_000)).toEqual([499, 498, 497, 496, 495]);
    expect(worstOpen(1_000)).toHaveLength(450);
    expect(worstOpen(1_000).map(a => a.lastFiredAt)).toEqual(
      worstOpen(1_000)
        .map(a => a.lastFiredAt)
        .sort()
        .reverse(),
    );
  });

  it('give a critical one before warnings that are newer', () => {
    alerts.value = new Map();
    putAlerts([1, 2, 3, 4].map(id => ({ ...alert(id, id * 1_000), severity: id === 2 ? 'Critical' : 'Warning' })));
    expect(worstOpen(3).map(a => a.id)).toEqual(['2', '4', '3']);
  });

  it('say since when something critical is open, of those that are', () => {
    alerts.value = new Map();
    expect(criticalSince.value).toEqual({ at: null, isExact: false });
    const raised = (id: number, raisedAt: string, change: Partial<Alert> = {}): Alert => ({ ...alert(id, 0), raisedAt, ...change });
    putAlerts([
      raised(1, '2026-11-26T17:50:00Z'),
      raised(2, '2026-11-26T17:49:00Z'),
      raised(3, '2026-11-26T17:47:00Z', { status: 'Acknowledged' }),
      raised(4, '2026-11-26T17:48:00Z', { severity: 'Warning' }),
    ]);
    expect(criticalSince.value).toEqual({ at: Date.parse('2026-11-26T17:49:00Z'), isExact: false });
  });

  it('keep what was resolved, and forget it first when there are too many', () => {
    alerts.value = new Map();
    putAlerts([alert(0, 0, 'Resolved'), ...Array.from({ length: 1_999 }, (_, i) => alert(i + 1, i))]);
    expect(alerts.value.get('0')?.status).toBe('Resolved');
    putAlerts([alert(3_000, 1)]);
    expect(alerts.value.has('0')).toBe(false);
    expect(alerts.value.size).toBe(2_000);
  });
});
