import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Set by the shell when another view is shown; the heading takes the focus then, so that it is read out. */
export const navigation = { isNew: false };

export function Heading({ title }: { title: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (navigation.isNew) heading.current?.focus({ preventScroll: true });
    navigation.isNew = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}

/** What the address asked for and nobody understands. */
export function Dropped({ parameters }: { parameters: string[] }): JSX.Element | null {
  const hidden = useSignal('');
  const text = parameters.join(', ');
  if (text === '' || hidden.value === text) return null;
  return (
    <p class="strip warn" role="status">
      <span>Not understood in the address and left out: {text}</span>
      <button
        type="button"
        class="btn s quiet"
        onClick={() => {
          hidden.value = text;
        }}
      >
        Dismiss
      </button>
    </p>
  );
}
