import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { query, setQuery } from '../../lib/router.ts';
import { settings } from '../../lib/settings.ts';
import { CopyButton } from './copy-button.tsx';
import { TransactionDetail } from './detail.tsx';

// Opened from here: then Back closes it. Opened by a link: then there is nothing to go back to.
let isOurs = false;

/** True from opening until the focus is back in the table, which must not move before that. */
export const isOver = signal(false);

export function openTransaction(id: string): void {
  if (query.value.get('tx') === id) return;
  isOurs = !query.value.has('tx');
  setQuery({ tx: id });
}

export function closeTransaction(): void {
  if (!query.value.has('tx')) return;
  if (isOurs) history.back();
  else setQuery({ tx: null }, { replace: true });
  isOurs = false;
}

/** Ids around the open one as the table shows them; only rows that are drawn are neighbours. */
function neighbour(id: string, step: number): string | null {
  const rows = [...document.querySelectorAll<HTMLElement>('.grid tr[data-id]:not(.gap)')];
  const at = rows.findIndex(row => row.dataset.id === id);
  return at < 0 ? null : (rows[at + step]?.dataset.id ?? null);
}

/** The transaction over the view it was opened from. A native dialog: the rest is inert, Esc closes, focus stays inside. */
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
    isOver.value = true;
  }, [id]);

  useEffect(() => {
    if (id || !from.current) return;
    // Back to the row it was opened from; recycled rows are found by what they show.
    document.querySelector<HTMLElement>(`.grid tr[data-id="${from.current}"]`)?.focus({ preventScroll: true });
    from.current = null;
    isOver.value = false;
  }, [id]);

  useEffect(
    () => () => {
      isOver.value = false;
    },
    [],
  );

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
        if (e.key === '[') step(-1);
        if (e.key === ']') step(1);
      }}
    >
      <TransactionDetail
        id={id}
        headingId="drawer-title"
        actions={
          <>
            <CopyButton text={new URL(`/tx/${id}`, location.href).href} label="Copy link" />
            <button type="button" class="btn s" onClick={closeTransaction}>
              Close
            </button>
          </>
        }
      />
    </dialog>
  );
}

export function TransactionPage({ id }: { id: string }): JSX.Element {
  return (
    <article class="card tx-page">
      <TransactionDetail id={id} headingId="tx-title" actions={<CopyButton text={location.href} label="Copy link" />} />
    </article>
  );
}
