import { signal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { capital, count, words } from '../../lib/format.ts';
import { clock, iso, since } from '../../lib/time.ts';
import { type Alert, alerts, criticalSince, metrics, newestOpen, openCount } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE } from '../../parts/pill.tsx';
import { acknowledge, busy } from '../alerts/actions.ts';

/** The tray shows this many alerts. The view of the alerts shows all. */
const MAX_SHOWN = 12;

// The list stands still while the viewer points at it or has the focus in it, so that a button does not move away just before a click.
const isPointedAt = signal(false);
const hasFocus = signal(false);
let lastShown: readonly Alert[] = [];

function alertsToShow(): readonly Alert[] {
  const isStill = isPointedAt.value || hasFocus.value;
  const newest = newestOpen(MAX_SHOWN);
  const stillOpen = lastShown.map(alert => alerts.value.get(alert.id)).filter(alert => alert?.status === 'Open') as Alert[];
  lastShown = isStill && stillOpen.length > 0 ? stillOpen : newest;
  return lastShown;
}

/** The open alerts, those that fired last first. */
export function AlertTray(): JSX.Element {
  const shown = useComputed(alertsToShow);
  const open = shown.value;
  const rest = openCount.value - open.length;
  return (
    <section class="card tray" aria-labelledby="tray-title">
      <div class="card-head">
        <h2 id="tray-title">Alerts</h2>
        {openCount.value > 0 && (
          <span class="count">
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
        <p class="state">{metrics.value === null ? 'Loading the open alerts…' : 'Nothing needs attention.'}</p>
      ) : (
        <ul
          class="tray-list"
          tabIndex={0}
          aria-label="Open alerts"
          onPointerEnter={() => {
            isPointedAt.value = true;
          }}
          onPointerLeave={() => {
            isPointedAt.value = false;
          }}
          onFocusIn={e => {
            hasFocus.value = e.target !== e.currentTarget;
          }}
          onFocusOut={() => {
            hasFocus.value = false;
          }}
        >
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
  return (
    <li data-alert={alert.id}>
      <Icon tone={SEVERITY_TONE[alert.severity]} size={16} />
      <strong title={alert.message}>{alert.message}</strong>
      <p>
        <span class="what">
          <span class="vh">
            {alert.severity} · {capital(words(alert.rule))} ·{' '}
          </span>
          <a href={`/tx/${alert.transactionId}`}>
            <bdi>{alert.subject}</bdi>
          </a>
          {alert.count > 1 && ` · ${count(alert.count)}×`}
        </span>
        <time dateTime={alert.updatedAt} title={iso(alert.updatedAt)}>
          {clock(alert.updatedAt)}
        </time>
      </p>
      <button
        type="button"
        class="btn s"
        aria-label={`Ack ${words(alert.rule)} ${alert.subject}`}
        disabled={busy.value.has(alert.id)}
        onClick={() => {
          void acknowledge([alert]);
        }}
      >
        Ack
      </button>
    </li>
  );
}
