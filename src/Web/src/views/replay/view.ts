import type { View } from '../../parts/view.ts';
import { Replay } from './replay.tsx';

/** The simulator links to it. */
export const replayView: View = { path: '/replay', title: 'Replay', goKey: 'r', component: Replay };
