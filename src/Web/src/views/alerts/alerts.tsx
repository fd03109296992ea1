import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AlertSeverity, AlertStatus } from '../../contract.ts';
import { type AlertsView, readAlerts } from '../../lib/filters.ts';
import { count, words } from '../../lib/format.ts';
import { query, setQuery } from '../../lib/router.ts';
import { zone } from '../../lib/time.ts';
import { type Alert, openCount, reconnects } from '../../live/state.ts';
import { Check, Failed, Field, Nothing, Segmented } from '../../parts/controls.tsx';
import { Dropped, Heading } from '../../parts/page.tsx';
import { acknowledge, busy, resolve } from './actions.ts';
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
  const { value: view, dropped } = readAlerts(query.value);
  const key = JSON.stringify(view);
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  useEffect(() => {
    chosen.value = new Set();
    void load(view);
  }, [key, reconnects.value]);
  const list = shown.value;
  const items = list?.items ?? [];
  const picked = items.filter(alert => chosen.value.has(alert.id));
  const tabs: readonly (readonly [AlertStatus, string])[] = [
    ['Open', `Open (${count(openCount.value)})`],
    ['Acknowledged', 'Acknowledged'],
    ['Resolved', 'Resolved'],
  ];
  const canMove = view.status !== 'Resolved';
  return (
    <>
      <div class="bar">
        <Heading title="Alerts" />
        <Segmented
          label="Status"
          value={view.status}
          choices={tabs}
          onChange={status => setQuery({ status: status === 'Open' ? null : status.toLowerCase() })}
        />
        <span class="spacer" />
        <span class="muted">Times are {zone()}</span>
      </div>
      <Dropped parameters={dropped} />
      <Filters view={view} items={items} />
      {canMove && items.length > 0 && (
        <div class="bar">
          <Check
            text="Choose all"
            checked={picked.length === items.length}
            onChange={on => {
              chosen.value = new Set(on ? items.map(a => a.id) : []);
            }}
          />
          <span class="muted" role="status">
            {picked.length > 0 ? `${count(picked.length)} chosen` : ''}
          </span>
          {view.status === 'Open' && (
            <button
              type="button"
              class="btn s"
              disabled={picked.length === 0}
              onClick={() => {
                void acknowledge(picked);
              }}
            >
              Acknowledge chosen
            </button>
          )}
          <button
            type="button"
            class="btn s"
            disabled={picked.length === 0}
            onClick={() => {
              void resolve(picked);
            }}
          >
            Resolve chosen
          </button>
        </div>
      )}
      {list?.error && (
        <Failed
          what="Could not load the alerts"
          why={list.error}
          onRetry={() => {
            void load(view);
          }}
        />
      )}
      {list && !list.isLoading && !list.error && items.length === 0 && <NothingHere view={view} />}
      {(!list || (list.isLoading && items.length === 0)) && <p class="state">Loading alerts…</p>}
      <ul class="alert-list" aria-label={`${view.status} alerts`}>
        {items.map(alert => (
          <AlertCard
            key={alert.id}
            alert={alert}
            isBusy={busy.value.has(alert.id)}
            isChosen={chosen.value.has(alert.id)}
            onChoose={on => choose(alert, on)}
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

  function choose(alert: Alert, on: boolean): void {
    const next = new Set(chosen.value);
    if (on) next.add(alert.id);
    else next.delete(alert.id);
    chosen.value = next;
  }
}

function Filters({ view, items }: { view: AlertsView; items: readonly Alert[] }): JSX.Element {
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
                checked={view.severities.includes(s)}
                onChange={on =>
                  setQuery({
                    severity: SEVERITIES.filter(x => (x === s ? on : view.severities.includes(x)))
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
            <select class="input" {...d} value={view.rule} onChange={e => setQuery({ rule: e.currentTarget.value })}>
              <option value="">All rules</option>
              {[...new Set([...RULES, ...items.map(a => a.rule), view.rule])].filter(Boolean).map(rule => (
                <option key={rule} value={rule}>
                  {words(rule)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Raised" id="a-since">
          {d => (
            <select class="input" {...d} value={view.since} onChange={e => setQuery({ from: e.currentTarget.value })}>
              {[...SINCE, ...(SINCE.some(([v]) => v === view.since) ? [] : [[view.since, `Since ${view.since}`] as const])].map(
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

function NothingHere({ view }: { view: AlertsView }): JSX.Element {
  const isFiltered = view.severities.length > 0 || view.rule !== '' || view.since !== '';
  if (!isFiltered)
    return <Nothing text={view.status === 'Open' ? 'Nothing needs attention.' : `No alert is ${view.status.toLowerCase()}.`} />;
  return (
    <Nothing text={`No ${view.status.toLowerCase()} alert matches the filters.`}>
      <button type="button" class="btn" onClick={() => setQuery({ severity: null, rule: null, from: null })}>
        Clear filters
      </button>
    </Nothing>
  );
}
