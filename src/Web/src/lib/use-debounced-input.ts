import { useSignal } from '@preact/signals';
import type { TargetedInputEvent } from 'preact';
import { useRef } from 'preact/hooks';

const PAUSE_MS = 300;

interface Typed {
  value: string;
  onInput: (event: TargetedInputEvent<HTMLInputElement>) => void;
  onBlur: () => void;
}

/**
 * The properties of a text field that tells its text after a pause in typing or when it is left. Until then it keeps what was typed, whatever
 * is painted around it; text that is not taken stays.
 */
export function useTyped(value: string, take: (text: string) => boolean): Typed {
  const draft = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    value: draft.value ?? value,
    onInput: event => {
      const text = (draft.value = event.currentTarget.value);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => take(text), PAUSE_MS);
    },
    onBlur: () => {
      clearTimeout(timer.current);
      if (draft.value !== null && take(draft.value)) draft.value = null;
    },
  };
}
