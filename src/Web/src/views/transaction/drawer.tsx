import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { onServer } from '../../lib/base.ts';
import { query, setQuery } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import type { Shortcut } from '../../parts/view.ts';
import { CopyButton } from './copy-button.tsx';
import { TransactionDetail } from './detail.tsx';

/** The keys that the drawer handles itself. A view with a table of transactions registers them. */
export const DRAWER_SHORTCUTS: readonly Shortcut[] = [
  { keys: '[ ]', text: 'previous and next transaction' },
  { keys: 'Esc', text: 'close, clear' },
];

// Whether this page opened the drawer, so that going back closes it. A drawer that a link opened has no page behind it.
let hasPageBehind = false;

/** True until the focus is back in the table. The table must stand still until then. */
export const isDrawerOpen = signal(false);

export function openTransaction(id: string): void {
  if (query.value.get('tx') === id) return;
  hasPageBehind = !query.value.has('tx');
  setQuery({ tx: id });
}

export function closeTransaction(): void {
  if (!query.value.has('tx')) return;
  if (hasPageBehind) history.back();
  else setQuery({ tx: null }, { replace: true });
  hasPageBehind = false;
}

/** The id some rows above or below an id in the table, among the rows that are drawn. */
function neighbour(id: string, step: number): string | null {
  const rows = [...document.querySelectorAll<HTMLElement>('.grid tr[data-id]:not(.gap)')];
  const at = rows.findIndex(row => row.dataset.id === id);
  return at < 0 ? null : (rows[at + step]?.dataset.id ?? null);
}

/** A transaction on top of the view. The native dialog keeps the focus inside, closes with Esc, and disables the view below. */
export function Drawer(): JSX.Element | null {
  const id = query.value.get('tx');
  const dialog = useRef<HTMLDialogElement>(null);
  const from = useRef<string | null>(null);

  useEffect(() => {
    if (!id) return;
    const element = dialog.current!;
    if (!element.open) {
      element.showModal();
      element.focus();
    }
    from.current = id;
    isDrawerOpen.value = true;
  }, [id]);

  useEffect(() => {
    if (id || !from.current) return;
    // The focus returns to the row of the transaction. The table may show it in another element by now, so the id finds it.
    document.querySelector<HTMLElement>(`.grid tr[data-id="${from.current}"]`)?.focus({ preventScroll: true });
    from.current = null;
    isDrawerOpen.value = false;
  }, [id]);

  useEffect(
    () => () => {
      isDrawerOpen.value = false;
    },
    [],
  );

  // Only a dialog that is not modal is part of the page, so that it can be printed over several sheets.
  useEffect(() => {
    const unlock = (): void => {
      dialog.current?.close();
      dialog.current?.show();
    };
    const lock = (): void => {
      dialog.current?.close();
      dialog.current?.showModal();
    };
    addEventListener('beforeprint', unlock);
    addEventListener('afterprint', lock);
    return () => {
      removeEventListener('beforeprint', unlock);
      removeEventListener('afterprint', lock);
    };
  }, []);

  if (!id) return null;
  const step = (by: number): void => {
    const to = neighbour(id, by);
    if (to) setQuery({ tx: to }, { replace: true });
  };
  return (
    <dialog
      class="drawer"
      ref={dialog}
      tabIndex={-1}
      aria-labelledby="drawer-title"
      onCancel={e => {
        e.preventDefault();
        closeTransaction();
      }}
      onClick={e => {
        if (e.target === e.currentTarget) closeTransaction();
      }}
      onKeyDown={e => {
        if (!settings.value.shortcuts || e.ctrlKey || e.metaKey || e.altKey) return;
        if ((e.target as Element).closest('input,textarea')) return;
        if (e.key === '[') step(-1);
        if (e.key === ']') step(1);
      }}
    >
      <TransactionDetail
        id={id}
        headingId="drawer-title"
        actions={
          <>
            <CopyButton text={new URL(onServer(`/tx/${id}`), location.href).href} label="Copy link" />
            <button type="button" class="btn s" onClick={closeTransaction}>
              Close
            </button>
          </>
        }
      />
    </dialog>
  );
}
