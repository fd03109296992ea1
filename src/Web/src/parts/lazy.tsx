import { useSignal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SessionDto } from '../contract.ts';
import { get, messageOf } from '../lib/api.ts';
import { LoadError } from './controls.tsx';

/** A view, or a part of one, whose code is loaded when it is shown first: few viewers need it, and the page comes sooner without it. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P): JSX.Element {
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
