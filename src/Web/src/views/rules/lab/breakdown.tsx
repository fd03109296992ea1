import type { JSX } from 'preact';
import type { TryReport } from '../../../contract.ts';
import { amount, count } from '../../../lib/format.ts';
import { shareText } from '../rule-data.ts';

const MAX = 7;

interface Line {
  name: string;
  payments: number;
  flagged: number;
  more?: string;
}

/** What was flagged by day, by source and by currency. */
export function Breakdowns({ report }: { report: TryReport }): JSX.Element {
  return (
    <div class="breakdowns">
      <Breakdown title="By day" what="days" lines={report.perDay.map(d => ({ ...d, name: d.day })).reverse()} />
      <Breakdown
        title="By source"
        what="sources"
        lines={report.perSource.filter(s => s.flagged > 0).map(s => ({ ...s, name: s.source }))}
      />
      <Breakdown
        title="By currency"
        what="currencies"
        lines={report.perCurrency.map(c => ({ ...c, name: c.currency, more: `${amount(c.amount, c.currency)} ${c.currency}` }))}
      />
    </div>
  );
}

function Breakdown({ title, what, lines }: { title: string; what: string; lines: readonly Line[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  const top = Math.max(1, ...lines.map(l => l.flagged));
  return (
    <section>
      <h3>{title}</h3>
      <ul class="shares">
        {lines.slice(0, MAX).map(line => (
          <li key={line.name}>
            <span>
              <bdi>{line.name}</bdi>
              <span>
                <b>{count(line.flagged)}</b> <small class="muted">{line.more ?? shareText(line.flagged, line.payments)}</small>
              </span>
            </span>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * line.flagged) / top} height="4" />
            </svg>
          </li>
        ))}
      </ul>
      {lines.length > MAX && (
        <p class="muted">
          {count(lines.length - MAX)} more {what}
        </p>
      )}
    </section>
  );
}
