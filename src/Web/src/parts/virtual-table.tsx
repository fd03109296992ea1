import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { settings } from '../lib/settings.ts';
import { usePhone } from './use-phone.ts';
import type { Shortcut } from './view.ts';

const OVERSCAN = 3;
const PRINTED_ROWS = 100;
// Heights in pixels, as the style sheets set them.
const PHONE_ROW = 56;
const ROW = { compact: 28, normal: 32, comfortable: 40 };

interface Props<T> {
  label: string;
  items: readonly T[];
  idOf: (item: T) => string;
  head: ComponentChildren;
  cells: (item: T) => JSX.Element;
  rowClass?: (item: T) => string;
  selectedId: string | null;
  onOpen: (item: T) => void;
  onScrolled?: (isAway: boolean) => void;
  onRowFocus?: (has: boolean) => void;
  busy?: boolean;
  children?: ComponentChildren;
}

/** The keys that the table handles itself. A view with a table registers them. */
export const TABLE_SHORTCUTS: readonly Shortcut[] = [
  { keys: '↑ ↓ or j k', text: 'move in the table' },
  { keys: 'Enter', text: 'open the transaction' },
];

/**
 * A table that puts only the visible rows into the document; when printed, the first hundred. Rows have their place as key, not their id:
 * an update then changes texts and moves no elements. One row is in the tab order, and the arrow keys move it.
 */
export function VirtualTable<T>(props: Props<T>): JSX.Element {
  const { items, idOf, selectedId } = props;
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(360);
  const active = useSignal<string | null>(null);
  const isPrinting = useSignal(false);
  const wantFocus = useRef(false);
  const pressed = useRef<string | null>(null);
  const rowHeight = usePhone() ? PHONE_ROW : ROW[settings.value.density];

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      height.value = box.current?.clientHeight ?? 360;
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const begin = (): void => {
      isPrinting.value = true;
    };
    const end = (): void => {
      isPrinting.value = false;
    };
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);

  const from = isPrinting.value ? 0 : Math.floor(top.value / rowHeight) - OVERSCAN;
  const over = top.value > 0 ? OVERSCAN : 1;
  const to = isPrinting.value ? PRINTED_ROWS : Math.floor(top.value / rowHeight) + Math.ceil(height.value / rowHeight) + over;
  const first = Math.min(Math.max(0, from), Math.max(0, items.length - 1));
  const last = Math.min(items.length, to);
  const shown = items.slice(first, last);
  const activeAt = Math.max(0, active.value === null ? -1 : items.findIndex(item => idOf(item) === active.value));

  useLayoutEffect(() => {
    if (!wantFocus.current) return;
    wantFocus.current = false;
    box.current?.querySelector<HTMLElement>(`tr[data-at="${activeAt}"]`)?.focus({ preventScroll: true });
  });

  function moveTo(at: number): void {
    const to = Math.min(Math.max(at, 0), items.length - 1);
    if (to < 0) return;
    active.value = idOf(items[to]!);
    wantFocus.current = true;
    const element = box.current!;
    const above = to * rowHeight;
    // The sticky head covers the first 32 pixels.
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above + rowHeight + 32 > element.scrollTop + element.clientHeight)
      element.scrollTop = above + rowHeight + 32 - element.clientHeight;
    top.value = element.scrollTop;
  }

  function onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(height.value / rowHeight) - 2);
    const inRow = (event.target as Element).closest('tr') !== null;
    const step: Record<string, number> = {
      ArrowDown: activeAt + 1,
      ArrowUp: activeAt - 1,
      PageDown: activeAt + page,
      PageUp: activeAt - page,
      Home: 0,
      End: items.length - 1,
    };
    if (settings.value.shortcuts) Object.assign(step, { j: activeAt + 1, k: activeAt - 1 });
    if (event.key in step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      moveTo(inRow || active.value ? step[event.key]! : event.key === 'End' ? items.length - 1 : 0);
    } else if (event.key === 'Enter' && inRow && (event.target as Element).closest('a,button') === null) {
      event.preventDefault();
      open(items[activeAt]);
    }
  }

  function open(item: T | undefined): void {
    if (item) {
      active.value = idOf(item);
      props.onOpen(item);
    }
  }

  return (
    <div
      class="scroll"
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={props.label}
      aria-busy={props.busy}
      onScroll={e => {
        top.value = e.currentTarget.scrollTop;
        props.onScrolled?.(e.currentTarget.scrollTop > 8);
      }}
      onKeyDown={onKey}
      onFocusIn={e => props.onRowFocus?.((e.target as Element).closest('tbody tr') !== null)}
      onFocusOut={e => {
        if (!(e.relatedTarget as Element | null)?.closest?.('tbody tr')) props.onRowFocus?.(false);
      }}
      onPointerDown={e => {
        pressed.current = (e.target as Element).closest<HTMLElement>('tr[data-id]')?.dataset.id ?? null;
      }}
      onClick={e => {
        // Opens the row that was under the pointer when the button went down. Another row may be there by now.
        if ((e.target as Element).closest('a') || getSelection()?.toString()) return;
        const id = pressed.current ?? (e.target as Element).closest<HTMLElement>('tr[data-id]')?.dataset.id;
        pressed.current = null;
        if (id) open(items.find(item => idOf(item) === id));
      }}
    >
      <table class="grid" aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>{props.head}</tr>
        </thead>
        <tbody>
          {first > 0 && (
            <tr class="sp" aria-hidden="true">
              <td style={{ height: `${first * rowHeight}px` }} />
            </tr>
          )}
          {shown.map((item, slot) => {
            const id = idOf(item);
            return (
              <tr
                key={slot}
                class={props.rowClass?.(item)}
                aria-rowindex={first + slot + 2}
                aria-selected={id === selectedId}
                data-at={first + slot}
                data-id={id}
                tabIndex={first + slot === activeAt ? 0 : -1}
              >
                {props.cells(item)}
              </tr>
            );
          })}
          {last < items.length && (
            <tr class="sp" aria-hidden="true">
              <td style={{ height: `${(items.length - last) * rowHeight}px` }} />
            </tr>
          )}
        </tbody>
      </table>
      {props.children}
    </div>
  );
}
