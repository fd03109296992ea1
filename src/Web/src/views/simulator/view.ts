import type { View } from '../../parts/view.ts';
import { Simulator } from './simulator.tsx';

export const simulatorView: View = { path: '/simulator', title: 'Simulator', place: 'menu', goKey: 's', component: Simulator };
