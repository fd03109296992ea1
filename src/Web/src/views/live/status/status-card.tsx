import type { JSX } from 'preact';
import type { IncidentDto, StatusDto } from '../../../contract.ts';
import { sliceFilters } from '../../../lib/payments/slice.ts';
import { may } from '../../../lib/session.ts';
import { clock } from '../../../lib/time.ts';
import { alerts, connectionStatus, isOutdated, isStatusOld, metrics, status } from '../../../live/state.ts';
import { Icon } from '../../../parts/icon.tsx';
import { acknowledge, busy } from '../../alerts/actions.ts';
import { transactionsOf } from '../../alerts/transactions-of.ts';
import { statusSentence } from './status-text.ts';

/** One sentence that says whether anything is wrong, with the buttons for whoever has to act. */
export function StatusCard(): JSX.Element {
  const said = statusSentence({
    status: status.value,
    isOld: metrics.value !== null && (isOutdated.value || isStatusOld.value),
    updatedAt: connectionStatus.value.updatedAt,
    now: Date.now(),
    clock,
  });
  return (
    <section class={`card status ${said.tone}`} aria-label="Status" data-level={status.value?.level}>
      <Icon tone={said.tone} size={20} />
      <p class="sentence" title={said.head + said.rest}>
        <strong>
          <bdi>{said.head}</bdi>
        </strong>
        {said.rest}
      </p>
      <p class="also">{said.more}</p>
      <Actions status={status.value} />
    </section>
  );
}

function Actions({ status }: { status: StatusDto | null }): JSX.Element {
  const told = status?.alert ?? null;
  // What this page has just decided is newer than what the server said.
  const alert = told && (alerts.value.get(told.id) ?? told);
  const isOpen = alert?.status === 'Open';
  const isOff = !isOpen || busy.value.has(alert.id);
  return (
    <span class="actions">
      <a class="btn s" href={alert ? transactionsOf(alert) : status?.incident ? rowsOf(status.incident) : '/history?from=now-5m'}>
        Rows
      </a>
      {alert && may('Analyst') && (
        <button
          type="button"
          class="btn s primary"
          aria-disabled={isOff}
          onClick={() => {
            if (!isOff) void acknowledge([alert]);
          }}
        >
          {isOpen ? 'Acknowledge' : 'Acknowledged'}
        </button>
      )}
    </span>
  );
}

/** An incident has no alert in its first moments. */
function rowsOf({ measure, conditions, beganAt }: IncidentDto): string {
  const query = new URLSearchParams({ from: beganAt });
  if (measure === 'FailureRate') query.set('state', 'failed');
  for (const [name, value] of Object.entries(sliceFilters(conditions))) query.set(name, value);
  if (measure === 'FlaggedShare') query.set('flagged', 'true');
  return `/history?${query}`;
}
