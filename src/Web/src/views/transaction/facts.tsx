import type { JSX } from 'preact';
import type { TransactionDto } from '../../contract.ts';
import { duration, none, words } from '../../lib/format.ts';
import { accountPage, counterpartyPage, isMasked } from '../../lib/router.ts';
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
        <Linked text={row.counterparty} to={counterpartyPage} />
      </dd>
      <dt>Source</dt>
      <dd>
        <a href={history('source', row.source)}>
          <bdi>{row.source}</bdi>
        </a>
      </dd>
      <dt>Account</dt>
      <dd>
        <Linked text={row.account} to={accountPage} />
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

function Linked({ text, to }: { text: string | null; to: (text: string) => string }): JSX.Element {
  if (text === null || isMasked(text)) return <bdi>{text ?? none}</bdi>;
  return (
    <a href={to(text)}>
      <bdi>{text}</bdi>
    </a>
  );
}
