import type { View } from '../../parts/view.ts';
import { Audit } from './audit.tsx';

export const auditView: View = { path: '/audit', title: 'Audit', roles: ['Auditor', 'Admin'], component: Audit };
