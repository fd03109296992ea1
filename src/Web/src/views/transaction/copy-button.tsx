import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { polite } from '../../live/state.ts';

export function CopyButton({ text, label }: { text: string; label: string }): JSX.Element {
  const isDone = useSignal(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      isDone.value = true;
      polite.value = 'Copied.';
      setTimeout(() => {
        isDone.value = false;
      }, 2_000);
    } catch {
      polite.value = 'The browser refused access to the clipboard.';
    }
  }
  return (
    <button
      type="button"
      class="btn s quiet"
      onClick={() => {
        void copy();
      }}
    >
      {isDone.value ? 'Copied' : label}
    </button>
  );
}
