import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TransactionDto } from '../../contract.ts';
import { type HistoryView, readHistory } from '../../lib/filters.ts';
import { count } from '../../lib/format.ts';
import { linkTo, query, setQuery } from '../../lib/router.ts';
import { dayMinute, zone } from '../../lib/time.ts';
import { Failed, Field } from '../../parts/controls.tsx';
import { Dropped, Heading } from '../../parts/page.tsx';
import { COLUMNS, TransactionCells, TransactionHead } from '../../parts/transaction-row.tsx';
import { VirtualTable } from '../../parts/virtual-table.tsx';
import { openTransaction } from '../transaction/drawer.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Histogram } from './histogram.tsx';
import { span } from './range.ts';
import { histogram, keyOf, load, loadMore, PAGE, result } from './results.ts';

export function History(): JSX.Element {
  const { value: view, dropped } = readHistory(query.value);
  useEffect(() => {
    void load(view);
  }, [keyOf(view)]);
  useEffect(
    () => () => {
      result.value = null;
    },
    [],
  );
  const shown = result.value;
  const isOld = shown !== null && (shown.isLoading || shown.error !== null) && shown.items.length > 0;
  return (
    <>
      <div class="bar">
        <Heading title="History" />
        <span class="spacer" />
        <button
          type="button"
          class="btn s"
          onClick={() => {
            void load(view, true);
          }}
        >
          Refresh
        </button>
        <Export view={view} />
      </div>
      <Dropped parameters={dropped} />
      <FilterBar view={view} errors={shown?.fields ?? {}} />
      <Histogram view={view} />
      <section class={`card tail history${isOld ? ' dim' : ''}`} aria-labelledby="result-title">
        <div class="toolbar">
          <h2 id="result-title">Transactions</h2>
          <ResultLine view={view} />
        </div>
        <VirtualTable<TransactionDto>
          label="Transactions of the history"
          items={shown?.items ?? []}
          idOf={row => row.id}
          columns={COLUMNS + 1}
          head={<TransactionHead />}
          cells={row => <TransactionCells row={row} dated />}
          selectedId={query.value.get('tx')}
          onOpen={row => openTransaction(row.id)}
          busy={shown?.isLoading ?? true}
        >
          {shown && shown.items.length === 0 && !shown.isLoading && !shown.error && <NoMatch view={view} />}
          {(!shown || (shown.isLoading && shown.items.length === 0)) && <p class="state">Looking for transactions…</p>}
        </VirtualTable>
        {shown?.error && (
          <Failed
            what="Could not load"
            why={shown.error}
            onRetry={() => {
              void load(view, true);
            }}
          />
        )}
        <div class="more">
          <button
            type="button"
            class="btn s"
            disabled={!shown?.next || shown.isLoading}
            onClick={() => {
              void loadMore();
            }}
          >
            Load {PAGE} more
          </button>
          {view.after !== '' && (
            <button
              type="button"
              class="btn s quiet"
              onClick={() => {
                setQuery({ after: null }, { replace: true });
                void load({ ...view, after: '' }, true);
              }}
            >
              Back to the newest
            </button>
          )}
          <span class="muted">{shown ? `${count(shown.items.length)} loaded${shown.next ? '' : ', no more'}` : ''}</span>
        </div>
      </section>
    </>
  );
}

function ResultLine({ view }: { view: HistoryView }): JSX.Element {
  const [from, to] = span(view, result.value?.askedAt ?? Date.now());
  const { data, error } = histogram.value;
  const matches = data
    ? data.isComplete
      ? `${count(data.total)} match`
      : `more than ${count(data.total)} match, counted back to ${dayMinute(data.countedFrom)}`
    : error
      ? 'not counted'
      : 'counting';
  return (
    <span class="muted" role="status">
      {matches} · {dayMinute(from)} – {dayMinute(to)} {zone()} · newest first
    </span>
  );
}

function NoMatch({ view }: { view: HistoryView }): JSX.Element {
  const [from, to] = span(view, Date.now());
  return (
    <div class="state">
      <p>
        No transactions between {dayMinute(from)} and {dayMinute(to)} match.
      </p>
      <div class="bar">
        <a class="btn" href={`/history?from=${view.from}`}>
          Clear filters
        </a>
        <a class="btn quiet" href={linkTo({ from: 'now-24h', to: null, after: null })}>
          Widen to 24 h
        </a>
      </div>
    </div>
  );
}

/** Says what a download will have in it before it begins; the browser shows its progress and can cancel it. */
function Export({ view }: { view: HistoryView }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const format = useSignal<'csv' | 'ndjson'>('csv');
  const isOpen = useSignal(false);
  const asked = result.value?.query ?? new URLSearchParams();
  const data = histogram.value.data;
  const [from, to] = span(view, result.value?.askedAt ?? Date.now());
  return (
    <>
      <button
        type="button"
        class="btn s"
        id="export"
        onClick={() => {
          isOpen.value = true;
          dialog.current!.showModal();
        }}
      >
        Export
      </button>
      <dialog
        class="modal"
        ref={dialog}
        aria-labelledby="export-title"
        onClose={() => {
          isOpen.value = false;
        }}
      >
        {isOpen.value && (
          <>
            <div class="tx-head">
              <h2 id="export-title">Export these transactions</h2>
            </div>
            <div class="body">
              <p>
                {data ? (data.isComplete ? `${count(data.total)} rows` : `More than ${count(data.total)} rows`) : 'All rows'} that the
                filter selects, received between {dayMinute(from)} and {dayMinute(to)} ({zone()}), newest first, without a limit.
              </p>
              <Field label="Format" id="export-format">
                {d => (
                  <select
                    class="input"
                    {...d}
                    value={format.value}
                    onChange={e => {
                      format.value = e.currentTarget.value as 'csv';
                    }}
                  >
                    <option value="csv">CSV, for spreadsheets</option>
                    <option value="ndjson">NDJSON, for programs</option>
                  </select>
                )}
              </Field>
              <p class="muted">Times are UTC. In CSV, texts that a spreadsheet would take for a formula begin with an apostrophe.</p>
              <div class="bar">
                <a
                  class="btn primary"
                  download
                  href={`/api/v1/transactions/export?format=${format.value}&${asked}`}
                  onClick={() => setTimeout(() => dialog.current?.close())}
                >
                  Download
                </a>
                <button type="button" class="btn" onClick={() => dialog.current!.close()}>
                  Cancel
                </button>
              </div>
            </div>
          </>
        )}
      </dialog>
    </>
  );
}
