import type { JSX } from 'preact';
import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';

const profile = (kind: 'account' | 'counterparty'): ((props: { id: string }) => JSX.Element) =>
  lazy(async () => {
    const { Profile } = await import('./profile.tsx');
    return ({ id }) => Profile({ kind, name: id });
  });

export const accountView: View = { path: '/account/', title: 'Account', keepsCase: true, component: profile('account') };

export const counterpartyView: View = {
  path: '/counterparty/',
  title: 'Counterparty',
  keepsCase: true,
  component: profile('counterparty'),
};
