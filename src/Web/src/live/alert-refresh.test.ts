import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { samples } from '../../tests/samples.ts';
import type { AlertPage } from '../contract.ts';
import { refreshAlerts } from './alert-refresh.ts';
import type { Alert } from './state.ts';

const mapOf = (...alerts: Alert[]): ReadonlyMap<string, Alert> => new Map(alerts.map(alert => [alert.id, alert]));
const pageOf = (...items: Alert[]): AlertPage => ({ items, next: null, counts: { open: items.length, acknowledged: 0 }, searchedTo: null });

describe('reading the alerts anew', () => {
  it('drops alerts that the server no longer lists', async () => {
    const alerts = signal(mapOf(samples.alert(1), samples.alert(2)));
    await refreshAlerts(alerts, () => Promise.resolve(pageOf(samples.alert(2))));
    expect([...alerts.value.keys()]).toEqual(['2']);
  });

  it('keeps an alert that was pushed while the list was read', async () => {
    const alerts = signal(mapOf());
    await refreshAlerts(alerts, () => {
      alerts.value = mapOf(samples.alert(7));
      return Promise.resolve(pageOf(samples.alert(1)));
    });
    expect([...alerts.value.keys()].sort()).toEqual(['1', '7']);
  });

  it('changes nothing when the list cannot be read', async () => {
    const alerts = signal(mapOf(samples.alert(1)));
    await refreshAlerts(alerts, () => Promise.reject(new Error('no answer')));
    expect([...alerts.value.keys()]).toEqual(['1']);
  });
});
