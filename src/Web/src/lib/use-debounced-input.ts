import { useSignal } from '@preact/signals';
import type { TargetedInputEvent } from 'preact';
import { useRef } from 'preact/hooks';

const PAUSE_MS = 300;

interface DebouncedInput {
  value: string;
  onInput: (event: TargetedInputEvent<HTMLInputElement>) => void;
  onBlur: () => void;
}

/**
 * The properties of a text field that reports its text after a pause in typing, and when it loses the focus. Repaints in between do not
 * touch the typed text. `take` returns false for a text that it refuses; the text then stays in the field.
 */
export function useDebouncedInput(value: string, take: (text: string) => boolean): DebouncedInput {
  const typed = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    value: typed.value ?? value,
    onInput: event => {
      const text = event.currentTarget.value;
      typed.value = text;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => take(text), PAUSE_MS);
    },
    onBlur: () => {
      clearTimeout(timer.current);
      if (typed.value !== null && take(typed.value)) typed.value = null;
    },
  };
}
