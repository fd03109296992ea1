import type { JSX } from 'preact';
import type { TransactionDto } from '../../contract.ts';
import { duration, none, words } from '../../lib/format.ts';
import { dateTime, iso } from '../../lib/time.ts';

export function Facts({ row }: { row: TransactionDto }): JSX.Element {
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
      <dd>
        <bdi>{row.counterparty ?? none}</bdi>
      </dd>
      <dt>Source</dt>
      <dd>
        <a href={history('source', row.source)}>
          <bdi>{row.source}</bdi>
        </a>
      </dd>
      <dt>Account</dt>
      <dd>
        <a href={history('account', row.account)}>
          <bdi>{row.account}</bdi>
        </a>
      </dd>
      <dt>Reference</dt>
      <dd>
        <bdi>{row.reference ?? none}</bdi>
      </dd>
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
          <dd class="bad">
            <a href={history('reason', row.failureReason)}>
              <bdi>{words(row.failureReason)}</bdi>
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}
