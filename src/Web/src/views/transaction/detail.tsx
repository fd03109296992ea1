import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TransactionDto } from '../../contract.ts';
import { amount, count, duration, none, words } from '../../lib/format.ts';
import { clockMs, dateTime, iso } from '../../lib/time.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE, StatusPills } from '../../parts/pill.tsx';
import { CopyButton } from './copy-button.tsx';
import { Timeline } from './timeline.tsx';
import { announceStatus, type Detail, detail, load } from './transaction-data.ts';

/** One transaction: the content of the drawer and of the transaction's own view. */
export function TransactionDetail({ id, headingId, actions }: { id: string; headingId: string; actions: JSX.Element }): JSX.Element {
  useEffect(() => {
    void load(id);
  }, [id]);
  const known = detail.value?.id === id ? detail.value : null;
  const status = known?.row?.status;
  const seen = useRef(status);
  useEffect(() => {
    // The live data brought a new status. The status of the first read is not new.
    if (known?.row && known.timeline && seen.current && seen.current !== status) announceStatus(known.row);
    seen.current = status;
  }, [status]);

  if (!known?.row) {
    return (
      <>
        <div class="tx-head">
          <div>
            <p class="muted">Transaction</p>
            <h2 id={headingId} class="amt">
              {known?.isMissing ? 'Not found' : known?.error ? 'Not loaded' : 'Loading…'}
            </h2>
          </div>
          <span class="spacer" />
          {actions}
        </div>
        {known?.isMissing && (
          <EmptyState text={`There is no transaction ${id}. The address may be mistyped, or it belongs to another store.`}>
            <a class="btn" href="/history">
              Open History
            </a>
          </EmptyState>
        )}
        {known?.error && (
          <LoadError
            what="Could not load the transaction"
            why={known.error}
            onRetry={() => {
              void load(id);
            }}
          />
        )}
      </>
    );
  }

  const row = known.row;
  return (
    <>
      <div class="tx-head">
        <div>
          <p class="muted">
            Transaction <span class="mono">{row.id}</span> <CopyButton text={row.id} label="Copy id" />
          </p>
          <h2 id={headingId} class="amt">
            {amount(row.amount, row.currency)}
            <small>{row.currency}</small>
          </h2>
          <StatusPills row={row} full />
        </div>
        <span class="spacer" />
        {actions}
      </div>
      <div class="body tx" tabIndex={0} role="region" aria-labelledby={headingId}>
        <section>
          <h3>Timeline</h3>
          <Timeline row={row} entries={known.timeline} />
        </section>
        {row.flags.length > 0 && (
          <section>
            <h3>Risk</h3>
            <ul>
              {row.flags.map(flag => (
                <li key={flag}>
                  <Icon tone="warn" /> Rule <b>{words(flag)}</b> hit{messageFor(known, flag)}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h3>Details</h3>
          <Facts row={row} />
        </section>
        <Related known={known} />
        <section>
          <details>
            <summary>Raw JSON</summary>
            <pre tabIndex={0}>{JSON.stringify({ transaction: row, timeline: known.timeline }, null, 2)}</pre>
            <CopyButton text={JSON.stringify(row, null, 2)} label="Copy JSON" />
          </details>
        </section>
      </div>
    </>
  );
}

const messageFor = (known: Detail, flag: string): string => {
  const alert = known.alerts?.find(a => a.rule === flag && a.transactionId === known.id);
  return alert ? `: ${alert.message}` : '';
};

function Facts({ row }: { row: TransactionDto }): JSX.Element {
  const history = (name: string, value: string): string => `/history?from=now-24h&${name}=${encodeURIComponent(value)}`;
  const time = (at: string | null): JSX.Element | string =>
    at ? (
      <time dateTime={at} title={iso(at)}>
        {dateTime(at)}
      </time>
    ) : (
      none
    );
  return (
    <dl class="kv">
      <dt>Counterparty</dt>
      <dd>{row.counterparty ?? none}</dd>
      <dt>Source</dt>
      <dd>
        <a href={history('source', row.source)}>{row.source}</a>
      </dd>
      <dt>Account</dt>
      <dd>
        <a href={history('account', row.account)}>{row.account}</a>
      </dd>
      <dt>Reference</dt>
      <dd>{row.reference ?? none}</dd>
      <dt>Created</dt>
      <dd>{time(row.createdAt)}</dd>
      <dt>Received</dt>
      <dd>{time(row.receivedAt)}</dd>
      <dt>Finished</dt>
      <dd>{time(row.completedAt)}</dd>
      <dt>Processing</dt>
      <dd>{duration(row.processingMs)}</dd>
      {row.failureReason && (
        <>
          <dt>Failure reason</dt>
          <dd class="bad">{words(row.failureReason)}</dd>
        </>
      )}
    </dl>
  );
}

function Related({ known }: { known: Detail }): JSX.Element {
  return (
    <>
      {known.alerts && known.alerts.length > 0 && (
        <section>
          <h3>Alerts of this account</h3>
          <ul class="rows">
            {known.alerts.map(alert => (
              <li key={alert.id}>
                <a href={`/alerts?status=${alert.status.toLowerCase()}`}>
                  <Icon tone={SEVERITY_TONE[alert.severity]} />
                  <span>{alert.message}</span>
                  <span class="n muted">
                    {alert.status}
                    {alert.count > 1 && ` · ${count(alert.count)}×`}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>Other transactions of this account</h3>
        {known.related === null ? (
          <p class="muted">Loading…</p>
        ) : known.related.length === 0 ? (
          <p class="muted">There are none.</p>
        ) : (
          <ul class="rows">
            {known.related.map(row => (
              <li key={row.id}>
                <a href={`/tx/${row.id}`}>
                  <span class="mono">{clockMs(row.receivedAt)}</span>
                  <StatusPills row={row} />
                  <span class="n">
                    {amount(row.amount, row.currency)}
                    <span class="cur">{row.currency}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
