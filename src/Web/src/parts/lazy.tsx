import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SessionDto } from '../contract.ts';
import { get, messageOf } from '../lib/api.ts';
import { LoadError } from './controls.tsx';
import type { View } from './view.ts';

/** A view whose code is loaded when it is opened first: few viewers need it, and the live view comes sooner without it. */
export function lazy(load: () => Promise<View['component']>): View['component'] {
  let loaded: View['component'] | null = null;
  return function Lazy(props): JSX.Element {
    const problem = useSignal<string | null>(null);
    const component = useSignal(loaded);

    async function read(): Promise<void> {
      try {
        loaded ??= await load();
        component.value = loaded;
        problem.value = null;
      } catch (error) {
        // The browser does not say why a script was not loaded. A call does: the sign-in has ended, or the server does not answer.
        problem.value = await get<SessionDto>('/api/v1/session').then(() => messageOf(error), messageOf);
      }
    }

    useEffect(() => {
      void read();
    }, []);
    const Shown = component.value;
    if (Shown) return <Shown {...props} />;
    return problem.value ? (
      <LoadError what="Could not load the view" why={problem.value} onRetry={() => void read()} />
    ) : (
      <p class="muted" aria-busy="true">
        Loading…
      </p>
    );
  };
}
