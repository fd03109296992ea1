import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

export const replayView: View = {
  path: '/replay',
  title: 'Replay',
  place: 'menu',
  goKey: 'r',
  component: lazy(async () => (await import('./replay.tsx')).Replay),
};
