import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AlertSeverity, AlertStatus } from '../../contract.ts';
import { count, words } from '../../lib/format.ts';
import { query, setQuery } from '../../lib/router.ts';
import { zone } from '../../lib/time.ts';
import { type Alert, openCount, reconnects } from '../../live/state.ts';
import { Check, EmptyState, Field, LoadError, Segmented } from '../../parts/controls.tsx';
import { Heading, IgnoredParameters } from '../../parts/page.tsx';
import { acknowledge, busy, resolve } from './actions.ts';
import { type AlertsAddress, readAlertsAddress } from './address.ts';
import { AlertCard } from './alert-card.tsx';
import { load, loadMore, shown } from './alert-list.ts';

const SEVERITIES: readonly AlertSeverity[] = ['Critical', 'Warning', 'Info'];
const RULES = ['large_amount', 'high_velocity', 'outcome_overdue'];
const SINCE: readonly (readonly [string, string])[] = [
  ['', 'Any time'],
  ['now-1h', 'Last hour'],
  ['now-24h', 'Last 24 h'],
  ['now-7d', 'Last 7 d'],
];

export function Alerts(): JSX.Element {
  const { value: address, ignored } = readAlertsAddress(query.value);
  const key = JSON.stringify(address);
  const selectedIds = useSignal<ReadonlySet<string>>(new Set());
  useEffect(() => {
    selectedIds.value = new Set();
    void load(address);
  }, [key, reconnects.value]);
  const list = shown.value;
  const items = list?.items ?? [];
  const selected = items.filter(alert => selectedIds.value.has(alert.id));
  const tabs: readonly (readonly [AlertStatus, string])[] = [
    ['Open', `Open (${count(openCount.value)})`],
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
      <Filters address={address} items={items} />
      {canChange && items.length > 0 && (
        <div class="bar">
          <Check
            text="Select all"
            checked={selected.length === items.length}
            onChange={on => {
              selectedIds.value = new Set(on ? items.map(a => a.id) : []);
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
              Acknowledge selected
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
            Resolve selected
          </button>
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
      {list && !list.isLoading && !list.error && items.length === 0 && <NoAlerts address={address} />}
      {(!list || (list.isLoading && items.length === 0)) && <p class="state">Loading alerts…</p>}
      <ul class="alert-list" aria-label={`${address.status} alerts`}>
        {items.map(alert => (
          <AlertCard
            key={alert.id}
            alert={alert}
            isBusy={busy.value.has(alert.id)}
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

function Filters({ address, items }: { address: AlertsAddress; items: readonly Alert[] }): JSX.Element {
  return (
    <section class="card filters" aria-label="Filters">
      <div class="grid-fields">
        <fieldset>
          <legend>Severity</legend>
          <div class="checks">
            {SEVERITIES.map(s => (
              <Check
                key={s}
                text={s}
                checked={address.severities.includes(s)}
                onChange={on =>
                  setQuery({
                    severity: SEVERITIES.filter(x => (x === s ? on : address.severities.includes(x)))
                      .join(',')
                      .toLowerCase(),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
        <Field label="Rule" id="a-rule">
          {d => (
            <select class="input" {...d} value={address.rule} onChange={e => setQuery({ rule: e.currentTarget.value })}>
              <option value="">All rules</option>
              {[...new Set([...RULES, ...items.map(a => a.rule), address.rule])].filter(Boolean).map(rule => (
                <option key={rule} value={rule}>
                  {words(rule)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Raised" id="a-since">
          {d => (
            <select class="input" {...d} value={address.since} onChange={e => setQuery({ from: e.currentTarget.value })}>
              {[...SINCE, ...(SINCE.some(([v]) => v === address.since) ? [] : [[address.since, `Since ${address.since}`] as const])].map(
                ([v, text]) => (
                  <option key={v} value={v}>
                    {text}
                  </option>
                ),
              )}
            </select>
          )}
        </Field>
      </div>
    </section>
  );
}

function NoAlerts({ address }: { address: AlertsAddress }): JSX.Element {
  const isFiltered = address.severities.length > 0 || address.rule !== '' || address.since !== '';
  if (!isFiltered)
    return <EmptyState text={address.status === 'Open' ? 'Nothing needs attention.' : `No alert is ${address.status.toLowerCase()}.`} />;
  return (
    <EmptyState text={`No ${address.status.toLowerCase()} alert matches the filters.`}>
      <button type="button" class="btn" onClick={() => setQuery({ severity: null, rule: null, from: null })}>
        Clear filters
      </button>
    </EmptyState>
  );
}
