import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AlertStatus } from '../../contract.ts';
import { count } from '../../lib/format.ts';
import { query, setQuery } from '../../lib/router.ts';
import { may } from '../../lib/session.ts';
import { zone } from '../../lib/time.ts';
import { type Alert, metrics, NOTHING_OPEN, openCount, reconnects } from '../../live/state.ts';
import { Check, EmptyState, LoadError, Segmented } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { acknowledge, busy, resolve } from './actions.ts';
import { type AlertsAddress, readAlertsAddress } from './address.ts';
import { AlertCard } from './alert-card.tsx';
import { AlertFilters } from './alert-filters.tsx';
import { load, loadMore, stillness, visible } from './alert-list.ts';
import './alerts.css';

export function Alerts(): JSX.Element {
  const { value: address, ignored } = readAlertsAddress(query.value);
  const key = JSON.stringify(address);
  const selectedIds = useSignal<ReadonlySet<string>>(new Set());
  useEffect(() => {
    selectedIds.value = new Set();
    void load(address);
  }, [key, reconnects.value]);
  useEffect(() => stillness.end, []);
  const list = visible.value;
  const items = list?.items ?? [];
  const selectable = items.filter(alert => alert.status === address.status);
  const selected = selectable.filter(alert => selectedIds.value.has(alert.id));
  const isEmpty = list !== null && !list.isLoading && !list.error && items.length === 0;
  // Before the first figures, the answer with the list says how many are open.
  const open = metrics.value ? openCount.value : (list?.open ?? null);
  const tabs: readonly (readonly [AlertStatus, string])[] = [
    ['Open', open === null ? 'Open' : `Open (${count(open)})`],
    ['Acknowledged', 'Acknowledged'],
    ['Resolved', 'Resolved'],
  ];
  const canChange = address.status !== 'Resolved';
  return (
    <>
      <div class="bar">
        <Heading title="Alerts" />
        <Segmented
          label="Status"
          value={address.status}
          choices={tabs}
          onChange={status => setQuery({ status: status === 'Open' ? null : status.toLowerCase() })}
        />
        <span class="spacer" />
        <span class="muted">Times are {zone()}</span>
      </div>
      <IgnoredParameters parameters={ignored} />
      <AlertFilters address={address} items={items} />
      {canChange && may('Analyst') && items.length > 0 && (
        <div class="bar">
          <Check
            text={list?.next ? `Select the ${count(selectable.length)} in the list` : 'Select all'}
            checked={selectable.length > 0 && selected.length === selectable.length}
            onChange={on => {
              selectedIds.value = new Set(on ? selectable.map(a => a.id) : []);
            }}
          />
          <span class="muted" role="status">
            {selected.length > 0 ? `${count(selected.length)} selected` : ''}
          </span>
          {address.status === 'Open' && (
            <button
              type="button"
              class="btn s"
              disabled={selected.length === 0}
              onClick={() => {
                void acknowledge(selected);
              }}
            >
              Acknowledge selected{numbered(selected)}
            </button>
          )}
          <button
            type="button"
            class="btn s"
            disabled={selected.length === 0}
            onClick={() => {
              void resolve(selected);
            }}
          >
            Resolve selected{numbered(selected)}
          </button>
          <span class="spacer" />
          <span class="muted">{list?.waiting ? `${count(list.waiting)} new, shown when you leave the list` : ''}</span>
        </div>
      )}
      {list?.error && (
        <LoadError
          what="Could not load the alerts"
          why={list.error}
          onRetry={() => {
            void load(address);
          }}
        />
      )}
      {isEmpty && <NoAlerts address={address} open={open ?? 0} hasMore={list.next !== null} />}
      {(!list || (list.isLoading && items.length === 0)) && <p class="state">Loading alerts…</p>}
      <ul class="alert-list" aria-label={`${address.status} alerts`} {...stillness.handlers}>
        {items.map(alert => (
          <AlertCard
            key={alert.id}
            alert={alert}
            isBusy={busy.value.has(alert.id)}
            isDecided={alert.status !== address.status}
            isSelected={selectedIds.value.has(alert.id)}
            onSelect={on => select(alert, on)}
          />
        ))}
      </ul>
      {list?.next && (
        <div class="bar">
          <button
            type="button"
            class="btn s"
            disabled={list.isLoading}
            onClick={() => {
              void loadMore();
            }}
          >
            Load more
          </button>
        </div>
      )}
    </>
  );

  function select(alert: Alert, on: boolean): void {
    const next = new Set(selectedIds.value);
    if (on) next.add(alert.id);
    else next.delete(alert.id);
    selectedIds.value = next;
  }
}

const numbered = (selected: readonly Alert[]): string => (selected.length > 0 ? ` (${count(selected.length)})` : '');

interface NoAlertsProps {
  address: AlertsAddress;
  /** Open alerts, as the server counts them. */
  open: number;
  hasMore: boolean;
}

function NoAlerts({ address, open, hasMore }: NoAlertsProps): JSX.Element {
  const isFiltered = address.severities.length > 0 || address.rule !== '' || address.since !== '';
  const isOpen = address.status === 'Open';
  // Every alert in the list was decided on, and the server has more.
  if (!isFiltered && (hasMore || (isOpen && open > 0)))
    return (
      <EmptyState text={isOpen && open > 0 ? `${count(open)} open alerts are not in this list yet.` : 'There are more.'}>
        <button
          type="button"
          class="btn"
          onClick={() => {
            void load(address);
          }}
        >
          Load them
        </button>
      </EmptyState>
    );
  if (!isFiltered) return <EmptyState text={isOpen ? NOTHING_OPEN : `No alert is ${address.status.toLowerCase()}.`} />;
  return (
    <EmptyState text={`No ${address.status.toLowerCase()} alert matches the filters.`}>
      <button type="button" class="btn" onClick={() => setQuery({ severity: null, rule: null, from: null })}>
        Clear filters
      </button>
    </EmptyState>
  );
}
