import { computed, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { age, capital, count, words } from '../../lib/format.ts';
import { conditionsOf, sliceName } from '../../lib/payments/slice.ts';
import { may } from '../../lib/session.ts';
import { iso, since } from '../../lib/time.ts';
import { type Alert, alerts, criticalSince, metrics, NOTHING_OPEN, openCount, worstOpen } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE } from '../../parts/pill.tsx';
import { createStillness } from '../../parts/stillness.ts';
import { acknowledge, busy } from '../alerts/actions.ts';
import { isIncident, transactionsOf } from '../alerts/transactions-of.ts';

/** The tray shows this many alerts. The view of the alerts shows all. */
const MAX_SHOWN = 12;

const CLOCK_STEP_MS = 5_000;

/** The time of the newest figures, in steps, so that ages are written anew only now and then. */
const now = computed(() => {
  const at = metrics.value ? Date.parse(metrics.value.computedAt) : 0;
  return Math.ceil(at / CLOCK_STEP_MS) * CLOCK_STEP_MS;
});

const stillness = createStillness();
let lastShown: readonly Alert[] = [];

function alertsToShow(): readonly Alert[] {
  const worst = worstOpen(MAX_SHOWN);
  lastShown = stillness.isStill.value ? lastShown.map(alert => alerts.value.get(alert.id) ?? alert) : worst;
  return lastShown;
}

/** The open alerts, the worst first. */
export function AlertTray(): JSX.Element {
  const shown = useComputed(alertsToShow);
  useEffect(() => stillness.end, []);
  const open = shown.value;
  const rest = openCount.value - open.filter(alert => alert.status === 'Open').length;
  return (
    <section class="card tray" aria-labelledby="tray-title">
      <div class="card-head">
        <h2 id="tray-title">Alerts</h2>
        {openCount.value > 0 && (
          <span class={`count${criticalSince.value.at === null ? '' : ' bad'}`}>
            <span class="vh">open: </span>
            {count(openCount.value)}
          </span>
        )}
        <span class="muted">
          <Critical />
        </span>
        <span class="spacer" />
        <a class="btn s quiet" href="/alerts">
          All<span class="vh"> alerts</span>
        </a>
      </div>
      {open.length === 0 ? (
        <NoneShown />
      ) : (
        <ul class="tray-list" tabIndex={0} aria-label="Open alerts" {...stillness.handlers}>
          {open.map((alert, place) => (
            <Entry key={place} alert={alert} />
          ))}
          {rest > 0 && (
            <li class="rest">
              <a href="/alerts">{count(rest)} more in Alerts</a>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** The page may not know any of the open alerts, although the server has some. */
function NoneShown(): JSX.Element {
  if (metrics.value === null) return <p class="state">Loading the open alerts…</p>;
  if (openCount.value === 0) return <p class="state">{NOTHING_OPEN}</p>;
  return (
    <p class="state">
      <a href="/alerts">{count(openCount.value)} open in Alerts</a>
    </p>
  );
}

/** Says since when a critical alert has been open, or that none is. */
function Critical(): JSX.Element {
  const { at, isExact } = criticalSince.value;
  if (at === null) return <>{isExact && 'none critical'}</>;
  return (
    <>
      critical since {!isExact && 'before '}
      {since(at, Date.now())}
    </>
  );
}

// All entries have the same height and their place as key, so an update changes texts and moves nothing.
function Entry({ alert }: { alert: Alert }): JSX.Element {
  const isOpen = alert.status === 'Open';
  const isOff = !isOpen || busy.value.has(alert.id);
  return (
    <li data-alert={alert.id} class={isOpen ? undefined : 'decided'}>
      <Icon tone={SEVERITY_TONE[alert.severity]} size={16} />
      <span class="what" title={alert.message}>
        <span class="vh">
          {alert.severity} · {capital(words(alert.rule))} ·{' '}
        </span>
        {alert.message}
      </span>
      <a class="subject" href={transactionsOf(alert)} title={`${alert.subject}: its transactions`}>
        <bdi>{isIncident(alert) ? sliceName(conditionsOf(alert.subject)) : alert.subject}</bdi>
      </a>
      <span class="n">{alert.count > 1 && `${count(alert.count)}×`}</span>
      <time dateTime={alert.lastFiredAt} title={iso(alert.lastFiredAt)}>
        {age(now.value - Date.parse(alert.lastFiredAt))}
      </time>
      {may('Analyst') && (
        <button
          type="button"
          class="btn s"
          aria-label={`${isOpen ? 'Ack' : 'Done'} ${words(alert.rule)} ${alert.subject}`}
          aria-disabled={isOff}
          onClick={() => {
            if (!isOff) void acknowledge([alert]);
          }}
        >
          {isOpen ? 'Ack' : 'Done'}
        </button>
      )}
    </li>
  );
}
