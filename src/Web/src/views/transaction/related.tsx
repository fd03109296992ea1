import type { JSX } from 'preact';
import { amount, count } from '../../lib/format.ts';
import { clockMs } from '../../lib/time.ts';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE, StatusPills } from '../../parts/pill.tsx';
import type { Detail } from './transaction-data.ts';

/** The alerts and the other transactions of the same account. */
export function Related({ known }: { known: Detail }): JSX.Element {
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
