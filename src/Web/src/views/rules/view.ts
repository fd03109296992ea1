import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

export const rulesView: View = {
  path: '/rules',
  title: 'Rules',
  place: 'menu',
  goKey: 'u',
  component: lazy(async () => (await import('./rules.tsx')).Rules),
};

/** One rule, by its name. */
export const ruleView: View = {
  path: '/rules/',
  title: 'Rule',
  keepsCase: true,
  component: lazy(async () => (await import('./rules.tsx')).OneRule),
};
