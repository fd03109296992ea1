import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

export const simulatorView: View = {
  path: '/simulator',
  title: 'Simulator',
  place: 'menu',
  goKey: 's',
  component: lazy(async () => (await import('./simulator.tsx')).Simulator),
};
