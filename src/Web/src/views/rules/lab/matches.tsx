import type { JSX } from 'preact';
import type { RuleMatch, TryReport } from '../../../contract.ts';
import { amount, count } from '../../../lib/format.ts';
import { linkTo } from '../../../lib/router.ts';
import { dateTime, iso } from '../../../lib/time.ts';
import { shareText } from '../rule-data.ts';
import { writtenLimit } from './threshold-text.ts';

/** Payments, each with the reasons why it matched. A click opens the payment over the page. */
function Matches({ matches }: { matches: readonly RuleMatch[] }): JSX.Element {
  return (
    <ul class="rows matches">
      {matches.map(match => (
        <li key={match.transactionId}>
          <a href={linkTo({ tx: match.transactionId })}>
            <time class="mono" dateTime={match.createdAt} title={iso(match.createdAt)}>
              {dateTime(match.createdAt)}
            </time>
            <bdi>{match.account}</bdi>
            <span class="n">
              {amount(match.amount, match.currency)}
              <span class="cur">{match.currency}</span>
            </span>
            <span class="why muted">{match.because.map(b => b.sentence).join(' ')}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The first payments that were flagged. */
export function FirstMatches({ report }: { report: TryReport }): JSX.Element | null {
  if (report.matches.length === 0) return null;
  return (
    <details class="found" open>
      <summary>
        {report.flagged > report.matches.length
          ? `The first ${count(report.matches.length)} of ${count(report.flagged)} flagged`
          : 'All that are flagged'}
      </summary>
      <Matches matches={report.matches} />
    </details>
  );
}

/** Payments that a slightly different number would flag as well. */
export function NearMisses({
  report,
  onLimit,
}: {
  report: TryReport;
  onLimit: (number: number, limit: string) => void;
}): JSX.Element | null {
  const near = report.nearMisses.filter(n => n.payments > 0);
  if (near.length === 0) return null;
  return (
    <section>
      <h3>Near misses</h3>
      {near.map(miss => (
        <details key={miss.number} class="found">
          <summary>
            {count(miss.payments)} more with {miss.nearer} in place of {miss.limit} in “{miss.text}”
          </summary>
          <p>
            <button type="button" class="btn s" onClick={() => onLimit(miss.number, writtenLimit(miss.nearer) ?? miss.nearer)}>
              Use {miss.nearer}
            </button>
          </p>
          <Matches matches={miss.first} />
        </details>
      ))}
    </section>
  );
}

/** What changes against the version that is live. */
export function Against({ report, version }: { report: TryReport; version: number | null }): JSX.Element | null {
  const against = report.against;
  if (!against || version === null) return null;
  return (
    <section>
      <h3>Against the live version {version}</h3>
      <p>
        Version {version} flags {count(against.flagged)} of them ({shareText(against.flagged, report.payments)}).
      </p>
      <Changed text={`${count(against.added)} newly flagged`} matches={against.firstAdded} />
      <Changed text={`${count(against.dropped)} no longer flagged`} matches={against.firstDropped} />
    </section>
  );
}

const Changed = ({ text, matches }: { text: string; matches: readonly RuleMatch[] }): JSX.Element =>
  matches.length === 0 ? (
    <p>{text}</p>
  ) : (
    <details class="found">
      <summary>{text}</summary>
      <Matches matches={matches} />
    </details>
  );
