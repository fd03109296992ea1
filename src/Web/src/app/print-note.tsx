import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { dateTime, zone } from '../lib/time.ts';
import { connectionStatus, isOutdated } from '../live/state.ts';

/** A line that only the printed page shows: when it was printed, and how old its figures are. */
export function PrintNote(): JSX.Element {
  const at = useSignal(0);
  useEffect(() => {
    const note = (): void => {
      at.value = Date.now();
    };
    addEventListener('beforeprint', note);
    return () => {
      removeEventListener('beforeprint', note);
    };
  }, []);
  return (
    <p class="printed">
      Printed {dateTime(at.value)} {zone()}
      {isOutdated.value && `, figures from ${dateTime(connectionStatus.value.updatedAt ?? at.value)}`}
    </p>
  );
}
