import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

export const auditView: View = {
  path: '/audit',
  title: 'Audit',
  roles: ['Auditor', 'Admin'],
  component: lazy(async () => (await import('./audit.tsx')).Audit),
};
