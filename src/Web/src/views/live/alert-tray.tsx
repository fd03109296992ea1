import { signal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { capital, count, words } from '../../lib/format.ts';
import { clock, iso, since } from '../../lib/time.ts';
import { type Alert, alerts, criticalSince, metrics, newestOpen, openCount } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { SEVERITY_TONE } from '../../parts/pill.tsx';
import { acknowledge, busy } from '../alerts/actions.ts';

/** Nobody works through more of them here; the page of alerts has all. */
const MAX = 12;

// While somebody points at the list or has the focus in it, it stands still: a button must not slip from under a finger.
const pointed = signal(false);
const focused = signal(false);
let standing: readonly Alert[] = [];

/** The alerts that nobody has acknowledged, those that fired last first. */
export function Tray(): JSX.Element {
  const shown = useComputed(() => {
    const isStill = pointed.value || focused.value;
    const newest = newestOpen(MAX);
    if (!isStill) return (standing = newest);
    const open = standing.map(a => alerts.value.get(a.id)).filter(a => a?.status === 'Open') as Alert[];
    return (standing = open.length > 0 ? open : newest);
  });
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
            pointed.value = true;
          }}
          onPointerLeave={() => {
            pointed.value = false;
          }}
          onFocusIn={e => {
            focused.value = e.target !== e.currentTarget;
          }}
          onFocusOut={() => {
            focused.value = false;
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

/** Whether payments are well, and since when they are not, in one look. */
function Critical(): JSX.Element {
  const { at, isWhole } = criticalSince.value;
  if (at === null) return <>{isWhole && 'none critical'}</>;
  return (
    <>
      critical since {!isWhole && 'before '}
      {since(at, Date.now())}
    </>
  );
}

// All of one height, and keyed by place: what comes in changes texts and moves nothing.
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
          <a href={`/tx/${alert.transactionId}`}>{alert.subject}</a>
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
