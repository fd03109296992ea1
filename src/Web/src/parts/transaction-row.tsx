import type { JSX } from 'preact';
import type { TransactionDto } from '../contract.ts';
import { amount, duration, none } from '../lib/format.ts';
import { clock, dayClock, iso } from '../lib/time.ts';
import { type Gap, type Item, isGap } from '../live/rows/rows.ts';
import { amountColumnWidth } from './amount-column.ts';
import { StatusText } from './pill.tsx';

export const itemId = (item: Item): string => (isGap(item) ? `gap ${item.id}` : item.id);

export function TransactionHead({ rows }: { rows: readonly Item[] }): JSX.Element {
  return (
    <>
      <th class="c-time k-time" scope="col">
        Received
      </th>
      <th class="c-id k-id" scope="col">
        Transaction
      </th>
      <th scope="col">Counterparty</th>
      <th class="c-source k-source" scope="col">
        Source
      </th>
      <th class="c-account k-account" scope="col">
        Account
      </th>
      <th class="n" scope="col" style={{ width: `${amountColumnWidth(rows)}px` }}>
        Amount
      </th>
      <th class="c-state" scope="col">
        State
      </th>
      <th class="c-time wide" scope="col">
        Finished
      </th>
      <th class="c-ms n k-ms" scope="col">
        Processing
      </th>
    </>
  );
}

/** The last characters of an id, which differ between payments of the same minute. */
const SHORT_ID = 6;

/** Dated rows, as in the history, show the day when it is not today, and whole ids. */
export function TransactionCells({ row, dated = false }: { row: TransactionDto; dated?: boolean }): JSX.Element {
  const time = (at: string): string => (dated ? dayClock(at, Date.now()) : clock(at));
  return (
    <>
      <td class="mono k-time">
        <time dateTime={row.receivedAt} title={iso(row.receivedAt)}>
          {time(row.receivedAt)}
        </time>
      </td>
      <td class="mono k-id" title={row.id}>
        {dated ? row.id : `…${row.id.slice(-SHORT_ID)}`}
      </td>
      <td class="k-party" title={row.counterparty ?? undefined}>
        <bdi>{row.counterparty ?? none}</bdi>
      </td>
      <td class="k-source">
        <bdi>{row.source}</bdi>
      </td>
      <td class="k-account mono">
        <bdi>{row.account}</bdi>
      </td>
      <td class="n k-amount">
        {amount(row.amount, row.currency)}
        <span class="cur">{row.currency}</span>
      </td>
      <td class="k-state">
        <StatusText row={row} />
      </td>
      <td class="mono wide">{row.completedAt ? time(row.completedAt) : none}</td>
      <td class="n k-ms">{duration(row.processingMs)}</td>
    </>
  );
}

// One cell without a span, whose text runs over the empty columns: a narrow table has fewer columns, and a span would add new ones.
export function GapCells({ gap }: { gap: Gap }): JSX.Element {
  const href = `/history?from=${new Date(gap.from).toISOString()}&to=${new Date(gap.to).toISOString()}`;
  return (
    <td>
      {gap.count === null ? 'Transactions' : `${gap.count} transactions`} not shown here ({clock(gap.from)}–{clock(gap.to)}) ·{' '}
      <a href={href}>Open in History</a>
    </td>
  );
}
