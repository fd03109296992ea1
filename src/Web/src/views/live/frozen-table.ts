import { computed, effect, signal } from '@preact/signals';
import { query } from '../../lib/router.ts';
import { type Item, isGap } from '../../live/rows/rows.ts';
import { frozenRows, polite, rows, rowsVersion } from '../../live/state.ts';
import { isDrawerOpen } from '../transaction/drawer.tsx';

// The table stands still while the viewer has paused it, and while the viewer reads in it.
export const isPaused = signal(false);
export const isScrolledAway = signal(false);
export const hasRowFocus = signal(false);
const hasSelection = signal(false);

export const isFrozen = computed(
  () => isPaused.value || isScrolledAway.value || hasRowFocus.value || hasSelection.value || query.value.has('tx') || isDrawerOpen.value,
);

// The rows of the last paint. These freeze, and not the rows that have arrived since.
let painted: Item[] = [];

effect(() => {
  if (!isFrozen.value) {
    frozenRows.thaw();
  } else if (!frozenRows.isFrozen) {
    frozenRows.freeze(painted);
    const known = new Set(painted.map(item => item.id));
    const unpainted = rows.list().filter(item => !isGap(item) && !known.has(item.id));
    frozenRows.countArrived(unpainted.map(item => item.id));
  }
  rowsVersion.value = rowsVersion.peek() + 1;
});

/** The rows to paint now. */
export function rowsToPaint(): Item[] {
  painted = frozenRows.visible(() => rows.list());
  return painted;
}

export function togglePause(): true {
  isPaused.value = !isPaused.value;
  polite.value = isPaused.value ? 'Paused. New transactions are held.' : 'Resumed.';
  return true;
}

/** Follows the selection of text in the table, until the returned function is called. */
export function followSelection(): () => void {
  const onChange = (): void => {
    const selection = getSelection();
    hasSelection.value = Boolean(selection && !selection.isCollapsed && selection.anchorNode?.parentElement?.closest('.tail .grid'));
  };
  document.addEventListener('selectionchange', onChange);
  return () => {
    document.removeEventListener('selectionchange', onChange);
    isScrolledAway.value = hasRowFocus.value = hasSelection.value = false;
  };
}
