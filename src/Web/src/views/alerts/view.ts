import { criticalSince, openCount } from '../../live/state.ts';
import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';
import { acknowledgeShortcut } from './actions.ts';

export const alertsView: View = {
  path: '/alerts',
  title: 'Alerts',
  place: 'menu',
  goKey: 'a',
  menuCount: { word: 'open', value: openCount, isCritical: () => criticalSince.value.at !== null },
  component: lazy(async () => (await import('./alerts.tsx')).Alerts),
  shortcuts: [acknowledgeShortcut],
};
