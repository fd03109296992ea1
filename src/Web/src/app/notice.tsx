import type { JSX } from 'preact';
import { toast } from '../live/announce.ts';
import { alertsView, homeView } from './views.ts';

/** A short notice in the corner. The live view shows alerts itself, so it needs no notice of them. */
export function Notice({ at }: { at: string }): JSX.Element | null {
  const shown = toast.value;
  if (!shown || (shown.alertId && at === homeView.path)) return null;
  return (
    <aside class="toast" aria-label="Notice">
      <span>{shown.text}</span>
      {shown.alertId && at !== alertsView.path && <a href={alertsView.path}>{alertsView.title}</a>}
      {shown.undo && (
        <button
          type="button"
          class="btn s primary"
          onClick={() => {
            toast.value = null;
            shown.undo!();
          }}
        >
          Undo
        </button>
      )}
      <button
        type="button"
        class="btn s quiet"
        onClick={() => {
          toast.value = null;
        }}
      >
        Dismiss
      </button>
    </aside>
  );
}
