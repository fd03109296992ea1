import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FlowDto } from '../../contract.ts';
import type { ReconciliationDto } from '../../contract-next.ts';
import { ApiError, get, messageOf } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { metrics } from '../../live/state.ts';
import { Icon } from '../../parts/icon.tsx';

/** Both equations of the books: what came in, and where it is. */
export function balances(flow: FlowDto): boolean {
  return flow.received === flow.accepted + flow.duplicates + flow.rejected + flow.refused
    && flow.accepted + flow.recovered === flow.queued + flow.inFlight + flow.completed + flow.failed;
}

export function Books(): JSX.Element {
  const flow = metrics.value?.flow;
  const verdict = useSignal<{ tone: 'ok' | 'bad' | 'idle'; text: string } | null>(null);
  const isAsking = useSignal(false);

  async function check(): Promise<void> {
    isAsking.value = true;
    try {
      const answer = await get<ReconciliationDto>('/api/v1/reconciliation');
      const broken = answer.equations.filter(e => !e.holds).map(e => `${e.name}: ${count(e.left)} ≠ ${count(e.right)}`);
      verdict.value = answer.balanced
        ? { tone: 'ok', text: 'The store agrees.' }
        : { tone: 'bad', text: [...broken, answer.missing.length ? `${count(answer.missing.length)} missing in the store` : ''].filter(Boolean).join('; ') || 'The store does not agree.' };
    } catch (error) {
      verdict.value = error instanceof ApiError && error.isMissing
        ? { tone: 'idle', text: 'This server cannot check its store.' }
        : { tone: 'bad', text: `Could not check: ${messageOf(error)}` };
    }
    isAsking.value = false;
  }

  const isBalanced = flow ? balances(flow) : null;
  const rows: [string, number | undefined, string, number | undefined][] = [
    ['Received', flow?.received, 'Recovered', flow?.recovered],
    ['Accepted', flow?.accepted, 'Waiting', flow?.queued],
    ['Duplicates', flow?.duplicates, 'At the gateway', flow?.inFlight],
    ['Rejected', flow?.rejected, 'Completed', flow?.completed],
    ['Refused', flow?.refused, 'Failed', flow?.failed],
  ];
  return (
    <section class="card books" aria-labelledby="books-title">
      <div class="card-head">
        <h2 id="books-title">Books</h2>
        <span class={'pill ' + (isBalanced === null ? 'idle' : isBalanced ? 'ok' : 'bad')}>
          <Icon tone={isBalanced === null ? 'idle' : isBalanced ? 'ok' : 'bad'} />{isBalanced === null ? 'Waiting' : isBalanced ? 'Balanced' : 'Not balanced'}
        </span>
        <span class="spacer" />
        <button type="button" class="btn s quiet" disabled={isAsking.value} onClick={() => { void check(); }}>Check store</button>
      </div>
      <dl>
        {rows.map(([left, a, right, b]) => [<dt key={left}>{left}</dt>, <dd key={left + 'v'}>{count(a)}</dd>, <dt key={right}>{right}</dt>, <dd key={right + 'v'}>{count(b)}</dd>])}
      </dl>
      <p class={verdict.value ? verdict.value.tone : 'muted'} role="status">{verdict.value?.text ?? 'Since the start of the server, in transactions.'}</p>
    </section>
  );
}
