import { computed, signal } from '@preact/signals';
import type { Role, SessionDto } from '../contract.ts';
import { onServer } from './base.ts';

/** Who is signed in; null until the server has said so. */
export const session = signal<SessionDto | null>(null);

/** The server has refused a call because nobody is signed in any more. */
export const isSignedOut = signal(false);

/** False only when the server has said that no role of the viewer allows it. The server decides; the page hides what it would refuse. */
export const may = (...roles: Role[]): boolean => {
  const mine = session.value?.roles;
  return mine === undefined || roles.some(role => mine.includes(role));
};

export const rolesOf = ({ roles }: SessionDto): string =>
  roles.length === 0 ? 'without a role' : `with the role${roles.length > 1 ? 's' : ''} ${roles.join(', ')}`;

/** No role of the viewer lets the page show anything: the role Feed only brings in. */
export const seesNothing = computed(() => session.value?.roles.every(role => role === 'Feed') ?? false);

/** The address that signs in and comes back to an address of the page. */
export const signInAddress = (returnTo: string): string => onServer(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
