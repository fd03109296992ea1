import type { JSX } from 'preact';
import { age, capital, count, words } from '../../lib/format.ts';
import { dateTime, iso } from '../../lib/time.ts';
import type { Alert } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { Pill, SEVERITY_TONE } from '../../parts/pill.tsx';
import { acknowledge, resolve } from './actions.ts';

interface Props {
  alert: Alert;
  isBusy: boolean;
  isSelected: boolean;
  onSelect: (on: boolean) => void;
}

/** One alert. A rule that fires several times for the same subject raises one alert and counts. */
export function AlertCard({ alert, isBusy, isSelected, onSelect }: Props): JSX.Element {
  const name = `${words(alert.rule)} ${alert.subject}`;
  // The subject of an alert is an account, except for overdue outcomes: there it is the source that owes them.
  const isSource = alert.rule === 'outcome_overdue';
  const transactions = isSource
    ? `/history?from=now-24h&state=processing&source=${encodeURIComponent(alert.subject)}`
    : `/history?from=${encodeURIComponent(alert.raisedAt)}&account=${encodeURIComponent(alert.subject)}&flagged=true`;
  return (
    <li class="card alert" data-alert={alert.id}>
      {alert.status === 'Resolved' ? (
        <span class="pick" />
      ) : (
        <label class="check pick">
          <input type="checkbox" checked={isSelected} aria-label={`Select ${name}`} onChange={e => onSelect(e.currentTarget.checked)} />
        </label>
      )}
      <Icon tone={SEVERITY_TONE[alert.severity]} size={18} />
      <div>
        <p>
          <strong>{alert.message}</strong>
        </p>
        <p class="facts">
          <Pill tone={SEVERITY_TONE[alert.severity]} text={alert.severity} />
          <span>{capital(words(alert.rule))}</span>
          <span>
            {isSource ? 'Source' : 'Account'} <bdi>{alert.subject}</bdi>
          </span>
          {alert.count > 1 && (
            <span>
              {count(alert.count)} times in {age(Date.parse(alert.updatedAt) - Date.parse(alert.raisedAt))}
            </span>
          )}
          <a href={`/tx/${alert.transactionId}`}>Newest transaction</a>
          <a href={transactions}>Transactions{isSource ? '' : ` (${count(alert.count)})`}</a>
        </p>
      </div>
      <div class="actions">
        {alert.status === 'Open' && (
          <button
            type="button"
            class="btn s"
            data-ack
            disabled={isBusy}
            aria-label={`Acknowledge ${name}`}
            onClick={() => {
              void acknowledge([alert]);
            }}
          >
            Acknowledge
          </button>
        )}
        {alert.status !== 'Resolved' && (
          <button
            type="button"
            class="btn s quiet"
            disabled={isBusy}
            aria-label={`Resolve ${name}`}
            onClick={() => {
              void resolve([alert]);
            }}
          >
            Resolve
          </button>
        )}
      </div>
      <p class="life">
        <When word="Raised" at={alert.raisedAt} />
        {alert.count > 1 && <When word="Newest" at={alert.updatedAt} />}
        {alert.acknowledgedAt && <When word="Acknowledged" at={alert.acknowledgedAt} />}
        {alert.resolvedAt && <When word="Resolved" at={alert.resolvedAt} />}
      </p>
    </li>
  );
}

function When({ word, at }: { word: string; at: string }): JSX.Element {
  return (
    <span>
      {word}{' '}
      <time dateTime={at} title={iso(at)}>
        {dateTime(at)}
      </time>
    </span>
  );
}
