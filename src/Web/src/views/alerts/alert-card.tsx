import type { JSX } from 'preact';
import { age, capital, count, words } from '../../lib/format.ts';
import { may } from '../../lib/session.ts';
import { dateTime, iso } from '../../lib/time.ts';
import type { Alert } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';
import { Pill, SEVERITY_TONE } from '../../parts/pill.tsx';
import { acknowledge, reopen, resolve } from './actions.ts';
import { Decisions } from './decisions.tsx';
import { isAboutSource, isIncident, transactionsOf } from './transactions-of.ts';

interface Props {
  alert: Alert;
  isBusy: boolean;
  /** A decision has taken it out of this list, which stands still. */
  isDecided: boolean;
  isSelected: boolean;
  onSelect: (on: boolean) => void;
}

/** One alert. A rule that fires several times for the same subject raises one alert and counts. */
export function AlertCard({ alert, isBusy, isDecided, isSelected, onSelect }: Props): JSX.Element {
  const name = `${words(alert.rule)} ${alert.subject}`;
  const isSource = isAboutSource(alert);
  const isOpen = alert.status === 'Open';
  return (
    <li class={`card alert${isDecided ? ' decided' : ''}`} data-alert={alert.id}>
      {alert.status === 'Resolved' || isDecided || !may('Analyst') ? (
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
            {isIncident(alert) ? 'Payments' : isSource ? 'Source' : 'Account'} <bdi>{alert.subject}</bdi>
          </span>
          {alert.count > 1 && (
            <span>
              {count(alert.count)} times in {age(Date.parse(alert.lastFiredAt) - Date.parse(alert.raisedAt))}
            </span>
          )}
          <a href={`/tx/${alert.transactionId}`}>Newest transaction</a>
          <a href={transactionsOf(alert)}>{isSource ? 'Transactions without an outcome' : `Transactions (${count(alert.count)})`}</a>
        </p>
      </div>
      {may('Analyst') && (
        <div class="actions">
          {(isOpen || isDecided) && (
            <Decide
              text={isDecided ? alert.status : 'Acknowledge'}
              label={isDecided ? `${alert.status}: ${name}` : `Acknowledge ${name}`}
              isOff={isBusy || isDecided}
              isAck
              run={() => acknowledge([alert])}
            />
          )}
          {alert.status === 'Resolved' ? (
            !isDecided && <Decide text="Reopen" label={`Reopen ${name}`} isOff={isBusy} run={() => reopen([alert])} />
          ) : (
            <Decide text="Resolve" label={`Resolve ${name}`} isOff={isBusy} run={() => resolve([alert])} />
          )}
        </div>
      )}
      <p class="life">
        <When word="Raised" at={alert.raisedAt} />
        {alert.count > 1 && <When word="Newest" at={alert.lastFiredAt} />}
        {alert.acknowledgedAt && <When word="Acknowledged" at={alert.acknowledgedAt} />}
        {alert.resolvedAt && <When word={resolvedBy(alert)} at={alert.resolvedAt} />}
      </p>
      <Decisions id={alert.id} name={name} />
    </li>
  );
}

interface DecideProps {
  text: string;
  label: string;
  isOff: boolean;
  isAck?: boolean;
  run: () => Promise<unknown>;
}

/** A button that stays in the tab order while it is off, so that the focus is not lost. */
function Decide({ text, label, isOff, isAck, run }: DecideProps): JSX.Element {
  return (
    <button
      type="button"
      class={`btn s${isAck ? '' : ' quiet'}`}
      data-ack={isAck}
      aria-disabled={isOff}
      aria-label={label}
      onClick={() => {
        if (!isOff) void run();
      }}
    >
      {text}
    </button>
  );
}

function resolvedBy(alert: Alert): string {
  return alert.resolvedBy === 'System' ? 'Resolved by the system, because there were too many alerts,' : 'Resolved';
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
