import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { count } from '../../lib/format.ts';
import { query, setQuery } from '../../lib/router.ts';
import { useDebouncedInput } from '../../lib/use-debounced-input.ts';
import { type Item, isGap, MAX_ROWS } from '../../live/rows/rows.ts';
import { badge, frozenRows, metrics, rows, rowsVersion } from '../../live/state.ts';
import { Chip, Segmented } from '../../parts/controls.tsx';
import { GapCells, itemId, TransactionCells, TransactionHead } from '../../parts/transaction-row.tsx';
import { VirtualTable } from '../../parts/virtual-table.tsx';
import { openTransaction } from '../transaction/drawer.tsx';
import { type LiveAddress, STATE_FILTERS, type StateFilter } from './address.ts';
import { followSelection, hasRowFocus, isFrozen, isPaused, isScrolledAway, rowsToPaint, togglePause } from './frozen-table.ts';
import { canExportFilter, exportLink, matcher } from './table-filter.ts';

/** States that have a button of their own, because viewers look for them most. */
const QUICK_FILTERS: readonly StateFilter[] = STATE_FILTERS.filter(s => s === 'Failed' || s === 'Flagged' || s === 'Processing');

const SHOWN: readonly (readonly [LiveAddress['show'], string])[] = [
  ['finished', 'Finished and flagged'],
  ['all', 'All'],
];

const EXPORT_HINT =
  'Exports the last hour from the store. The store cannot search for a text, or for Flagged together with a state. ' +
  'With such a filter the file has all transactions of the hour.';

export function LiveTable({ address }: { address: LiveAddress }): JSX.Element {
  void rowsVersion.value;
  useEffect(followSelection, []);
  const matches = matcher(address);
  const all = rowsToPaint();
  const isFiltered = address.states.length > 0 || address.q !== '';
  const items = all.filter(item => isGap(item) || matches(item));
  const withheld = frozenRows.countWithheld(id => {
    const row = rows.get(id);
    return row === undefined ? !isFiltered : matches(row);
  });
  const withheldText = `${count(withheld)}${frozenRows.hasMore ? '+' : ''}`;
  const isLoading = metrics.value === null;

  return (
    <section class="card tail" aria-labelledby="tail-title">
      <Toolbar address={address} withheldText={withheldText} />
      <VirtualTable<Item>
        label="Live transactions"
        items={items}
        idOf={itemId}
        head={<TransactionHead rows={items} />}
        cells={item => (isGap(item) ? <GapCells gap={item} /> : <TransactionCells row={item} />)}
        rowClass={item => (isGap(item) ? 'gap' : '')}
        selectedId={query.value.get('tx')}
        onOpen={item => {
          if (!isGap(item)) openTransaction(item.id);
        }}
        onScrolled={isAway => {
          isScrolledAway.value = isAway;
        }}
        onRowFocus={has => {
          hasRowFocus.value = has;
        }}
        busy={isLoading}
      >
        {items.length === 0 && <Empty address={address} isLoading={isLoading} />}
        {items.length > 0 && rows.size === MAX_ROWS && (
          <p class="state muted">
            The table keeps the newest {count(MAX_ROWS)}. <a href="/history">Older ones are in History.</a>
          </p>
        )}
      </VirtualTable>
      {isFrozen.value && !isPaused.value && withheld > 0 && (
        <button type="button" class="btn primary held" onClick={scrollToNewest}>
          ↑ {withheldText} new
        </button>
      )}
    </section>
  );
}

function scrollToNewest(): void {
  const box = document.querySelector<HTMLElement>('.tail .scroll')!;
  getSelection()?.removeAllRanges();
  box.focus({ preventScroll: true });
  box.scrollTop = 0;
}

function Toolbar({ address, withheldText }: { address: LiveAddress; withheldText: string }): JSX.Element {
  const setStates = (states: StateFilter[]): void => setQuery({ state: states.join(',').toLowerCase() });
  return (
    <div class="toolbar">
      <h2 id="tail-title">Transactions</h2>
      <button type="button" class="btn s" aria-pressed={isPaused.value} onClick={togglePause}>
        <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
          <path d={isPaused.value ? 'M3 1.5v9l7.5-4.5z' : 'M2 1.5h3v9H2zM7 1.5h3v9H7z'} />
        </svg>
        {isPaused.value ? `Resume · ${withheldText} held` : 'Pause'}
      </button>
      {address.states.length === 0 && (
        <Segmented
          label="Transactions in the table"
          value={address.show}
          choices={SHOWN}
          onChange={show => setQuery({ show: show === 'finished' ? null : show })}
        />
      )}
      <Search q={address.q} />
      {address.states.map(s => (
        <Chip key={s} text={`State: ${s}`} onRemove={() => setStates(address.states.filter(x => x !== s))} />
      ))}
      {QUICK_FILTERS.filter(s => !address.states.includes(s)).map(s => (
        <button type="button" class="btn s quiet" key={s} onClick={() => setStates([...address.states, s])}>
          + {s}
        </button>
      ))}
      <span class="spacer" />
      <span class="muted">
        {changesText()}
        {badge.value.state === 'behind' && ' · behind'}
      </span>
      <a class="btn s" href={exportLink(address, Date.now())} title={EXPORT_HINT} download>
        {canExportFilter(address) ? 'Export CSV' : 'Export CSV of all'}
      </a>
    </div>
  );
}

/** A long update shows the newest changes only; the figures count all of them. */
function changesText(): string {
  if (!metrics.value) return '';
  const { shown, changed } = metrics.value;
  return shown < changed ? `${count(shown)} of ${count(changed)} per update shown, all counted` : `${count(changed)} per update, all shown`;
}

function Search({ q }: { q: string }): JSX.Element {
  const input = useDebouncedInput(q, text => {
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
      aria-label="Search counterparty, account, source, reference, id or failure reason"
      {...input}
    />
  );
}

function Empty({ address, isLoading }: { address: LiveAddress; isLoading: boolean }): JSX.Element {
  if (isLoading) return <p class="state">Loading the newest transactions…</p>;
  if (address.states.length === 0 && address.q === '' && rows.size > 0)
    return (
      <div class="state">
        <p>None of the newest {count(rows.size)} transactions has finished or was flagged.</p>
        <button type="button" class="btn" onClick={() => setQuery({ show: 'all' })}>
          Show all
        </button>
      </div>
    );
  if (address.states.length === 0 && address.q === '')
    return (
      <div class="state">
        <p>Waiting for the first transaction.</p>
        <a class="btn" href="/simulator">
          Start the simulator
        </a>
      </div>
    );
  const filter = [...address.states.map(s => s.toLowerCase()), address.q && `“${address.q}”`].filter(Boolean).join(', ');
  return (
    <div class="state">
      <p>
        None of the newest {count(rows.size)} transactions matches {filter}.
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
