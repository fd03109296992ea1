import { criticalSince, openCount } from '../../live/state.ts';
import type { View } from '../../parts/view.ts';
import { acknowledgeShortcut } from './actions.ts';
import { Alerts } from './alerts.tsx';

export const alertsView: View = {
  path: '/alerts',
  title: 'Alerts',
  place: 'menu',
  goKey: 'a',
  menuCount: { word: 'open', value: openCount, isCritical: () => criticalSince.value.at !== null },
  component: Alerts,
  shortcuts: [acknowledgeShortcut],
};
