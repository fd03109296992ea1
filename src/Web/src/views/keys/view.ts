import type { View } from '../../parts/view.ts';
import { Keys } from './keys.tsx';

export const keysView: View = { path: '/keys', title: 'Keys', roles: ['Admin'], component: Keys };
