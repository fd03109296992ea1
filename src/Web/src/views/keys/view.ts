import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

export const keysView: View = {
  path: '/keys',
  title: 'Keys',
  roles: ['Admin'],
  component: lazy(async () => (await import('./keys.tsx')).Keys),
};
