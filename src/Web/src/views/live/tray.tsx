import type { JSX } from 'preact';
import { capital, count, words } from '../../lib/format.ts';
import { clock, iso } from '../../lib/time.ts';
import { openAlerts, openCount } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE } from '../../parts/pill.tsx';
import { acknowledge, busy } from '../alerts/actions.ts';

const MAX = 100;

/** The alerts that nobody has acknowledged, those that fired last first. */
export function Tray(): JSX.Element {
  const open = openAlerts.value;
  return (
    <section class="card tray" aria-labelledby="tray-title">
      <div class="card-head">
        <h2 id="tray-title">Alerts</h2>
        {openCount.value > 0 && <span class="count"><span class="vh">open: </span>{count(openCount.value)}</span>}
        <span class="spacer" />
        <a class="btn s quiet" href="/alerts">All<span class="vh"> alerts</span></a>
      </div>
      {open.length === 0
        ? <p class="state">Nothing needs attention.</p>
        : (
          <ul class="tray-list" tabIndex={0} aria-label="Open alerts">
            {open.slice(0, MAX).map(alert => (
              <li key={alert.id} data-alert={alert.id}>
                <Icon tone={SEVERITY_TONE[alert.severity]} size={16} />
                <strong>{alert.message}</strong>
                <p>
                  {alert.severity} · {capital(words(alert.rule))} · <a href={`/tx/${alert.transactionId}`}>{alert.subject}</a>{alert.count > 1 && ` · ${count(alert.count)} times`} ·{' '}
                  <time dateTime={alert.updatedAt} title={iso(alert.updatedAt)}>{clock(alert.updatedAt)}</time>
                </p>
                <button type="button" class="btn s" aria-label={`Ack ${alert.rule} ${alert.subject}`} disabled={busy.value.has(alert.id)} onClick={() => { void acknowledge([alert]); }}>Ack</button>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}
