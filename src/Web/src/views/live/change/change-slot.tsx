import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { status } from '../../../live/state.ts';
import { lazy } from '../../../parts/lazy.tsx';
import type { Span } from '../address.ts';
import { Sources } from '../figures/sources.tsx';

// Loaded when something has changed: on a calm day nobody needs it.
const load = async () => (await import('./what-changed.tsx')).WhatChanged;
const Panel = lazy(load);

/** The sources; what changed takes their place while there is something to explain, so that nothing else moves. */
export function ChangeSlot({ span, currency }: { span: Span | null; currency: string }): JSX.Element {
  const closed = useSignal<string | null>(null);
  const incident = useComputed(() => (status.value?.incident?.explanation ? status.value.incident.id : null)).value;
  // A closed incident stays closed, until the viewer asks for it again or another one comes.
  useEffect(() => {
    if (span) closed.value = null;
  }, [span?.from]);
  if (span || (incident !== null && incident !== closed.value)) {
    return (
      <Panel
        span={span}
        onClose={() => {
          closed.value = incident;
        }}
      />
    );
  }
  return (
    <Sources
      currency={currency}
      onExplain={
        incident === null
          ? null
          : () => {
              closed.value = null;
            }
      }
    />
  );
}
