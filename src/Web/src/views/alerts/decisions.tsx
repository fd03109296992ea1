import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { AlertDecisionDto, AlertDecisionPage } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { dateTime, iso } from '../../lib/time.ts';
import { decisionText } from './decision-text.ts';

interface Props {
  id: string;
  name: string;
}

/** Who decided what on an alert, read from the audit trail when it is opened. */
export function Decisions({ id, name }: Props): JSX.Element {
  const items = useSignal<readonly AlertDecisionDto[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal<string | null>(null);

  async function read(cursor: string | null): Promise<void> {
    try {
      const page = await get<AlertDecisionPage>(`/api/v1/alerts/${id}/history${cursor === null ? '' : `?cursor=${cursor}`}`);
      items.value = [...(cursor === null ? [] : (items.value ?? [])), ...page.items];
      next.value = page.next;
      problem.value = null;
    } catch (error) {
      problem.value = messageOf(error);
    }
  }

  return (
    <details
      class="decisions"
      onToggle={e => {
        // A decision may have been added since it was open.
        if (e.currentTarget.open) void read(null);
      }}
    >
      <summary aria-label={`History of ${name}`}>History</summary>
      {problem.value && <p role="alert">Could not read the history: {problem.value}</p>}
      {items.value?.length === 0 && next.value === null && <p>There is no decision on this alert yet.</p>}
      <ol>
        {items.value?.map(item => (
          <li key={item.id}>
            <time dateTime={item.at} title={iso(item.at)}>
              {dateTime(item.at)}
            </time>{' '}
            <bdi>{item.actor}</bdi> {decisionText(item)}
          </li>
        ))}
      </ol>
      {next.value && (
        <button type="button" class="btn s quiet" onClick={() => void read(next.value)}>
          Show older decisions
        </button>
      )}
    </details>
  );
}
