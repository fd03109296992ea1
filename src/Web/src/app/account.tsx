import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import type { SessionDto } from '../contract.ts';
import { get, messageOf, post } from '../lib/api.ts';
import { rolesOf, session } from '../lib/session.ts';
import { showToast } from '../live/announce.ts';
import { badge } from '../live/state.ts';

/** Asks who is signed in, now and whenever the connection has been lost: its end may be that of the sign-in. */
export function followSession(): () => void {
  const ask = async (): Promise<void> => {
    try {
      session.value = await get<SessionDto>('/api/v1/session');
    } catch {
      // A strip says that the sign-in has ended or that there is no connection.
    }
  };
  void ask();
  return effect(() => {
    if (badge.value.state === 'reconnecting') void ask();
  });
}

/** Who is signed in, and the way out. Nothing where nobody signs in. */
export function Account(): JSX.Element | null {
  const known = session.value;
  if (known?.kind !== 'Person') return null;
  return (
    <span class="account">
      <span class="name" title={`${known.name}: ${rolesOf(known)}`}>
        {known.name}
      </span>
      <button type="button" class="btn s quiet" onClick={() => void signOut()}>
        Sign out
      </button>
    </span>
  );
}

async function signOut(): Promise<void> {
  try {
    location.assign((await post<{ next: string }>('/auth/sign-out')).next);
  } catch (error) {
    showToast(`Not signed out: ${messageOf(error)}`);
  }
}
