import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { amount } from '../../lib/format.ts';
import { may } from '../../lib/session.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { lazy } from '../../parts/lazy.tsx';
import { StatusPills } from '../../parts/pill.tsx';
import { CopyButton } from './copy-button.tsx';
import { Facts } from './facts.tsx';
import { Related } from './related.tsx';
import { Timeline } from './timeline.tsx';
import { announceStatus, detail, load } from './transaction-data.ts';
import { WhyFlagged } from './why-flagged.tsx';

const Judge = lazy(async () => (await import('./judge/judge.tsx')).Judge);

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
        <WhyFlagged known={known} row={row} />
        <section>
          <h3>Timeline</h3>
          <Timeline row={row} entries={known.timeline} />
          {known.traceId && (
            <p class="muted">
              Trace <span class="mono">{known.traceId}</span> <CopyButton text={known.traceId} label="Copy trace id" />
            </p>
          )}
        </section>
        <section>
          <h3>Details</h3>
          <Facts row={row} />
        </section>
        {may('Analyst', 'RuleEditor') && known.decisions && (
          <section class="judge">
            <Judge id={row.id} />
          </section>
        )}
        <Related known={known} />
        <section>
          <details>
            <summary>Raw JSON</summary>
            <pre tabIndex={0}>{JSON.stringify({ transaction: row, timeline: known.timeline, traceId: known.traceId }, null, 2)}</pre>
            <CopyButton text={JSON.stringify(row, null, 2)} label="Copy JSON" />
          </details>
        </section>
      </div>
    </>
  );
}
