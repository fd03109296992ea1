import type { View } from '../../parts/view.ts';
import { Settings } from './settings.tsx';

export const settingsView: View = { path: '/settings', title: 'Settings', place: 'gear', component: Settings };
