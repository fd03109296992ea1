import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** Whether a list has to stand still, and the handlers that the list needs for it. */
export interface Stillness {
  isStill: ReadonlySignal<boolean>;
  handlers: {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: () => void;
    onFocusIn: (event: FocusEvent) => void;
    onFocusOut: () => void;
  };
  /** Call it when the list leaves the page. */
  end: () => void;
}

/**
 * A list stands still while the viewer points at it, or has moved the focus into it with the keyboard, so that no entry moves away just
 * before a click or a key. A finger does not point: it leaves the list with every tap.
 */
export function createStillness(): Stillness {
  const isPointedAt = signal(false);
  const hasFocus = signal(false);
  return {
    isStill: computed(() => isPointedAt.value || hasFocus.value),
    handlers: {
      onPointerEnter: event => {
        isPointedAt.value = event.pointerType !== 'touch';
      },
      onPointerLeave: () => {
        isPointedAt.value = false;
      },
      onFocusIn: event => {
        hasFocus.value = event.target !== event.currentTarget && (event.target as Element).matches(':focus-visible');
      },
      onFocusOut: () => {
        hasFocus.value = false;
      },
    },
    end: () => {
      isPointedAt.value = hasFocus.value = false;
    },
  };
}
