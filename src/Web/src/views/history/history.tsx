import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TransactionDto } from '../../contract.ts';
import { count } from '../../lib/format.ts';
import { linkTo, query, setQuery } from '../../lib/router.ts';
import { dayMinute, writerWithin, zone } from '../../lib/time.ts';
import { LoadError } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { TransactionCells, TransactionHead } from '../../parts/transaction-row.tsx';
import { VirtualTable } from '../../parts/virtual-table.tsx';
import { openTransaction } from '../transaction/drawer.tsx';
import { type HistoryAddress, readHistoryAddress } from './address.ts';
import { Export } from './export.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FlagTip } from './flag-tip.tsx';
import { Histogram } from './histogram.tsx';
import { instantsOf } from './range.ts';
import { histogram, keyOf, load, loadMore, PAGE, result } from './results.ts';

export function History(): JSX.Element {
  const { value: address, ignored } = readHistoryAddress(query.value);
  useEffect(() => {
    void load(address);
  }, [keyOf(address)]);
  useEffect(
    () => () => {
      result.value = null;
    },
    [],
  );
  const shown = result.value;
  const isDimmed = shown !== null && (shown.isLoading || shown.error !== null) && shown.items.length > 0;
  return (
    <>
      <div class="bar">
        <Heading title="History" />
        <span class="spacer" />
        <button
          type="button"
          class="btn s"
          onClick={() => {
            void load(address, true);
          }}
        >
          Refresh
        </button>
        <Export address={address} />
      </div>
      <IgnoredParameters parameters={ignored} />
      <FilterBar address={address} errors={shown?.fields ?? {}} />
      <Histogram address={address} />
      <section class={`card tail history${isDimmed ? ' dim' : ''}`} aria-labelledby="result-title">
        <div class="toolbar">
          <h2 id="result-title">Transactions</h2>
          <ResultLine address={address} />
        </div>
        <VirtualTable<TransactionDto>
          label="Transactions of the history"
          items={shown?.items ?? []}
          idOf={row => row.id}
          head={<TransactionHead rows={shown?.items ?? []} />}
          cells={row => <TransactionCells row={row} dated />}
          selectedId={query.value.get('tx')}
          onOpen={row => openTransaction(row.id)}
          busy={shown?.isLoading ?? true}
        >
          {shown && shown.items.length === 0 && !shown.isLoading && !shown.error && !shown.next && <NoMatch address={address} />}
          {shown?.next && shown.items.length === 0 && !shown.isLoading && !shown.error && (
            <p class="state">None found yet{searchedBack(shown.searchedTo)}.</p>
          )}
          {(!shown || (shown.isLoading && shown.items.length === 0)) && (
            <p class="state">Loading transactions…{searchedBack(shown?.searchedTo ?? null)}</p>
          )}
        </VirtualTable>
        {shown?.error && (
          <LoadError
            what="Could not load"
            why={shown.error}
            onRetry={() => {
              void load(address, true);
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
            {shown?.next && shown.items.length === 0 ? 'Search on' : `Load ${PAGE} more`}
          </button>
          {address.after !== '' && (
            <button
              type="button"
              class="btn s quiet"
              onClick={() => {
                setQuery({ after: null }, { replace: true });
                void load({ ...address, after: '' }, true);
              }}
            >
              Back to the newest
            </button>
          )}
          <span class="muted" role="status">
            {shown ? `${count(shown.items.length)} loaded${shown.next ? searchedBack(shown.searchedTo) : ', no more'}` : ''}
          </span>
        </div>
      </section>
      <FlagTip />
    </>
  );
}

const searchedBack = (time: string | null): string => (time ? `, searched back to ${dayMinute(time)}` : '');

function ResultLine({ address }: { address: HistoryAddress }): JSX.Element {
  const [from, to] = instantsOf(address, result.value?.askedAt ?? Date.now());
  const write = writerWithin(from, to, Date.now());
  const { data, error } = histogram.value;
  const matches = data
    ? data.isComplete
      ? `${count(data.total)} match`
      : `more than ${count(data.total)} match, counted back to ${write(Date.parse(data.countedFrom))}`
    : error
      ? 'not counted'
      : 'counting';
  return (
    <span class="muted" role="status">
      {matches} · {write(from)} – {write(to)} {zone()} · {address.sort === 'createdAt' ? 'latest created first' : 'newest first'}
    </span>
  );
}

function NoMatch({ address }: { address: HistoryAddress }): JSX.Element {
  const [from, to] = instantsOf(address, Date.now());
  const write = writerWithin(from, to, Date.now());
  return (
    <div class="state">
      <p>
        No transaction that was received between {write(from)} and {write(to)} matches.
      </p>
      <div class="bar">
        <a class="btn" href={`/history?from=${address.from}`}>
          Clear filters
        </a>
        <a class="btn quiet" href={linkTo({ from: 'now-24h', to: null, after: null })}>
          Widen to 24 h
        </a>
      </div>
    </div>
  );
}
