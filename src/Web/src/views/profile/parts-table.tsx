import type { JSX } from 'preact';
import type { ProfilePart } from '../../contract.ts';
import { amount, count, none, percent } from '../../lib/format.ts';

interface Props {
  title: string;
  /** The heading of the first column. */
  what: string;
  parts: readonly ProfilePart[];
  /** How many there are, when not all are listed. */
  of?: number;
  /** Where the name of a part leads; null for no link. */
  linkOf: (name: string) => string | null;
  nameOf?: (name: string) => string;
}

/** Payments by counterparty, source, reason or rule, the most frequent first. */
export function PartsTable({ title, what, parts, of, linkOf, nameOf = name => name }: Props): JSX.Element | null {
  if (parts.length === 0) return null;
  return (
    <section class="card panel">
      <h2>
        {title}
        {of !== undefined && of > parts.length && <small class="muted"> {`${count(parts.length)} of ${count(of)}`}</small>}
      </h2>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">Payments</th>
            <th scope="col">Failed</th>
            <th scope="col">Completed money</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(part => {
            const link = linkOf(part.name);
            const name = <bdi>{nameOf(part.name)}</bdi>;
            return (
              <tr key={part.name}>
                <td data-label={what}>{link === null ? name : <a href={link}>{name}</a>}</td>
                <td data-label="Payments">{count(part.payments)}</td>
                <td data-label="Failed">{part.failed === 0 ? none : `${percent(part.failed / part.payments)} %`}</td>
                <td data-label="Completed money">{moneyOf(part)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function moneyOf(part: ProfilePart): string {
  const sums = part.amounts.filter(sum => sum.largest !== null);
  return sums.map(sum => `${amount(sum.paid + sum.refunded, sum.currency)} ${sum.currency}`).join(' · ') || none;
}
