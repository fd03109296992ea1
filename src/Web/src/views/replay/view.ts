import type { View } from '../../parts/view.ts';
import { Replay } from './replay.tsx';

export const replayView: View = { path: '/replay', title: 'Replay', place: 'menu', goKey: 'r', component: Replay };
