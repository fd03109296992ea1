import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The page sets this when it shows another view. The heading then takes the focus, so that a screen reader reads it. */
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

/** Names the parts of the address that the view ignored. */
export function IgnoredParameters({ parameters }: { parameters: string[] }): JSX.Element | null {
  const dismissed = useSignal('');
  const text = parameters.join(', ');
  if (text === '' || dismissed.value === text) return null;
  return (
    <p class="strip warn" role="status">
      <span>Unknown parts of the address are ignored: {text}</span>
      <button
        type="button"
        class="btn s quiet"
        onClick={() => {
          dismissed.value = text;
        }}
      >
        Dismiss
      </button>
    </p>
  );
}
