import { computed, effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TransactionDto } from '../../contract.ts';
import { type LiveView, STATE_FILTERS, type StateFilter } from '../../lib/filters.ts';
import { count } from '../../lib/format.ts';
import { query, setQuery } from '../../lib/router.ts';
import { useTyped } from '../../lib/use-debounced-input.ts';
import { type Item, isGap, KEEP } from '../../live/rows/rows.ts';
import { badge, hold, metrics, polite, rows, rowsVersion } from '../../live/state.ts';
import { Chip } from '../../parts/controls.tsx';
import { COLUMNS, GapCells, itemId, TransactionCells, TransactionHead } from '../../parts/transaction-row.tsx';
import { VirtualTable } from '../../parts/virtual-table.tsx';
import { isOver, openTransaction } from '../transaction/drawer.tsx';

export const paused = signal(false);
const isAway = signal(false);
const hasFocus = signal(false);
const hasSelection = signal(false);

/** Held by the viewer, or because somebody is reading. */
const isHeld = computed(
  () => paused.value || isAway.value || hasFocus.value || hasSelection.value || query.value.has('tx') || isOver.value,
);

// What was painted last: that is what stays, not what has come in since.
let painted: Item[] = [];

effect(() => {
  if (!isHeld.value) {
    hold.end();
  } else if (!hold.isOn) {
    hold.start(painted);
    const known = new Set(painted.map(item => item.id));
    hold.note(
      rows
        .list()
        .filter(item => !isGap(item) && !known.has(item.id))
        .map(item => item.id),
    );
  }
  rowsVersion.value = rowsVersion.peek() + 1;
});

export function togglePause(): void {
  paused.value = !paused.value;
  polite.value = paused.value ? 'Paused. New transactions are held.' : 'Resumed.';
}

/** What a view of the live table selects. */
export function matcher(view: LiveView): (row: TransactionDto) => boolean {
  const text = view.q.trim().toLowerCase();
  const statuses = view.states.filter(s => s !== 'Flagged');
  const flagged = view.states.includes('Flagged');
  return row =>
    (view.states.length === 0 ||
      statuses.includes(row.status as StateFilter & TransactionDto['status']) ||
      (flagged && row.flags.length > 0)) &&
    (text === '' || [row.id, row.counterparty, row.account, row.reference, row.source].some(field => field?.toLowerCase().includes(text)));
}

export function Tail({ view }: { view: LiveView }): JSX.Element {
  void rowsVersion.value;
  const matches = matcher(view);
  const all = (painted = hold.shown(() => rows.list()));
  const isFiltered = view.states.length > 0 || view.q !== '';
  const items = isFiltered ? all.filter(item => isGap(item) || matches(item)) : all;
  const held = hold.held(id => {
    const row = rows.get(id);
    return row === undefined ? !isFiltered : matches(row);
  });
  const heldText = `${count(held)}${hold.isOverflowing ? '+' : ''}`;
  const m = metrics.value;

  useEffect(() => {
    const onSelection = (): void => {
      const selection = getSelection();
      hasSelection.value = Boolean(selection && !selection.isCollapsed && selection.anchorNode?.parentElement?.closest('.tail .grid'));
    };
    document.addEventListener('selectionchange', onSelection);
    return () => {
      document.removeEventListener('selectionchange', onSelection);
      isAway.value = hasFocus.value = hasSelection.value = false;
    };
  }, []);

  const setStates = (states: StateFilter[]): void => setQuery({ state: states.join(',').toLowerCase() });
  const toNewest = (): void => {
    const box = document.querySelector<HTMLElement>('.tail .scroll')!;
    getSelection()?.removeAllRanges();
    box.focus({ preventScroll: true });
    box.scrollTop = 0;
  };

  return (
    <section class="card tail" aria-labelledby="tail-title">
      <div class="toolbar">
        <h2 id="tail-title">Transactions</h2>
        <button type="button" class="btn s" aria-pressed={paused.value} onClick={togglePause}>
          <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
            <path d={paused.value ? 'M3 1.5v9l7.5-4.5z' : 'M2 1.5h3v9H2zM7 1.5h3v9H7z'} />
          </svg>
          {paused.value ? `Resume · ${heldText} held` : 'Pause'}
        </button>
        <Search q={view.q} />
        {view.states.map(s => (
          <Chip key={s} text={`State: ${s}`} onRemove={() => setStates(view.states.filter(x => x !== s))} />
        ))}
        {STATE_FILTERS.filter(s => (s === 'Failed' || s === 'Flagged' || s === 'Processing') && !view.states.includes(s)).map(s => (
          <button type="button" class="btn s quiet" key={s} onClick={() => setStates([...view.states, s])}>
            + {s}
          </button>
        ))}
        <span class="spacer" />
        <span class="muted">
          {m &&
            (m.shown < m.changed
              ? `${count(m.shown)} of ${count(m.changed)} per update shown, all counted`
              : `${count(m.changed)} per update, all shown`)}
          {badge.value.state === 'behind' && ' · behind'}
        </span>
        <a class="btn s" href={exportLink(view)} title={EXPORTED} download>
          {isAskable(view) ? 'Export CSV' : 'Export CSV of all'}
        </a>
      </div>
      <VirtualTable<Item>
        label="Live transactions"
        items={items}
        idOf={itemId}
        columns={COLUMNS}
        head={<TransactionHead />}
        cells={item => (isGap(item) ? <GapCells gap={item} /> : <TransactionCells row={item} />)}
        rowClass={item => (isGap(item) ? 'gap' : '')}
        selectedId={query.value.get('tx')}
        onOpen={item => {
          if (!isGap(item)) openTransaction(item.id);
        }}
        onScrolled={away => {
          isAway.value = away;
        }}
        onRowFocus={has => {
          hasFocus.value = has;
        }}
        busy={m === null}
      >
        {items.length === 0 && <Empty view={view} isLoading={m === null} />}
        {items.length > 0 && rows.size === KEEP && (
          <p class="state muted">
            The newest {count(KEEP)} are kept here. <a href="/history">Older ones are in History.</a>
          </p>
        )}
      </VirtualTable>
      {isHeld.value && !paused.value && held > 0 && (
        <button type="button" class="btn primary held" onClick={toNewest}>
          ↑ {heldText} new
        </button>
      )}
    </section>
  );
}

function Search({ q }: { q: string }): JSX.Element {
  const typed = useTyped(q, text => {
    setQuery({ q: text }, { replace: true });
    return true;
  });
  return (
    <input
      class="input search"
      id="search"
      type="search"
      maxLength={128}
      placeholder="Counterparty, account, id"
      aria-label="Search counterparty, account, source, reference or id"
      {...typed}
    />
  );
}

function Empty({ view, isLoading }: { view: LiveView; isLoading: boolean }): JSX.Element {
  if (isLoading) return <p class="state">Loading the newest transactions…</p>;
  if (view.states.length === 0 && view.q === '')
    return (
      <div class="state">
        <p>Waiting for the first transaction.</p>
        <a class="btn" href="/simulator">
          Start the simulator
        </a>
      </div>
    );
  const filter = [...view.states.map(s => s.toLowerCase()), view.q && `“${view.q}”`].filter(Boolean).join(', ');
  return (
    <div class="state">
      <p>
        No transaction of the newest {count(rows.size)} matches {filter}.
      </p>
      <div class="bar">
        <button type="button" class="btn" onClick={() => setQuery({ state: null, q: null })}>
          Clear filters
        </button>
        <a class="btn quiet" href="/history">
          Look in History
        </a>
      </div>
    </div>
  );
}

const EXPORTED =
  'The last hour, from the store. Text, and flagged ones beside a state, cannot be asked of it: then it is everything of the hour.';

/** Whether the store can be asked for exactly what the filter of the table shows: it looks text up in one field only, and takes states or flags. */
const isAskable = (view: LiveView): boolean => view.q === '' && (view.states.length <= 1 || !view.states.includes('Flagged'));

function exportLink(view: LiveView): string {
  const query = new URLSearchParams({ format: 'csv', from: new Date(Date.now() - 3_600_000).toISOString() });
  if (!isAskable(view)) return `/api/v1/transactions/export?${query}`;
  const statuses = view.states.filter(s => s !== 'Flagged');
  if (statuses.length > 0) query.set('status', statuses.join(','));
  if (view.states.includes('Flagged')) query.set('flagged', 'true');
  return `/api/v1/transactions/export?${query}`;
}
