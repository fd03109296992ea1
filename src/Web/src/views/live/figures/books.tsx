import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FlowDto, Reconciliation } from '../../../contract.ts';
import { get, messageOf } from '../../../lib/api.ts';
import { count, none } from '../../../lib/format.ts';
import { metrics } from '../../../live/state.ts';
import { Pill } from '../../../parts/pill.tsx';

/** Whether both equations of the books hold: every received transaction is counted once, and so is the place of every accepted one. */
export function balances(flow: FlowDto): boolean {
  return (
    flow.received === flow.accepted + flow.duplicates + flow.rejected + flow.refused &&
    flow.accepted + flow.recovered + flow.takenIn === flow.queued + flow.inFlight + flow.completed + flow.failed + flow.handedOver
  );
}

// Only a node of a cluster has such transactions.
function ofOtherNodes(name: string, value: number | undefined): [string, number | undefined][] {
  return value ? [[name, value]] : [];
}

export function Books(): JSX.Element {
  const flow = metrics.value?.flow;
  const verdict = useSignal<{ tone: 'ok' | 'bad'; text: string } | null>(null);
  const isAsking = useSignal(false);

  async function check(): Promise<void> {
    isAsking.value = true;
    try {
      const answer = await get<Reconciliation>('/api/v1/reconciliation');
      const broken = answer.equations.filter(e => !e.holds).map(e => `${e.name}: ${count(e.left)} ≠ ${count(e.right)}`);
      verdict.value = answer.balanced
        ? { tone: 'ok', text: 'Store and counters agree.' }
        : {
            tone: 'bad',
            text:
              [...broken, answer.missing.length ? `${count(answer.missingCount ?? answer.missing.length)} missing in the store` : '']
                .filter(Boolean)
                .join('; ') || 'Store and counters do not agree.',
          };
    } catch (error) {
      verdict.value = { tone: 'bad', text: `Could not check: ${messageOf(error)}` };
    }
    isAsking.value = false;
  }

  const isBalanced = flow ? balances(flow) : null;
  const tone = isBalanced === null ? 'idle' : isBalanced ? 'ok' : 'bad';
  return (
    <details class="card books">
      <summary>
        <h2>Books</h2>
        <Pill tone={tone} text={isBalanced === null ? 'Waiting' : isBalanced ? 'Balanced' : 'Not balanced'} />
        <span class="muted">
          {flow ? `${count(flow.received)} transactions received since the program started, each of them counted once` : none}
        </span>
      </summary>
      <div class="equations">
        <Equation
          left={[['Received', flow?.received]]}
          right={[
            ['Accepted', flow?.accepted],
            ['Duplicates', flow?.duplicates],
            ['Rejected', flow?.rejected],
            ['Refused', flow?.refused],
          ]}
        />
        <Equation
          left={[['Accepted', flow?.accepted], ['Recovered', flow?.recovered], ...ofOtherNodes('Taken in', flow?.takenIn)]}
          right={[
            ['Waiting', flow?.queued],
            ['At the gateway', flow?.inFlight],
            ['Completed', flow?.completed],
            ['Failed', flow?.failed],
            ...ofOtherNodes('Handed over', flow?.handedOver),
          ]}
        />
      </div>
      <p class={`verdict ${verdict.value?.tone ?? 'muted'}`} role="status">
        {verdict.value?.text}
      </p>
      <button
        type="button"
        class="btn s"
        disabled={isAsking.value}
        onClick={() => {
          void check();
        }}
      >
        Check store
      </button>
    </details>
  );
}

type Term = readonly [name: string, value: number | undefined];

function Equation({ left, right }: { left: readonly Term[]; right: readonly Term[] }): JSX.Element {
  const terms = [
    ...left.map((term, i) => [i === 0 ? '' : '+', ...term] as const),
    ...right.map((term, i) => [i === 0 ? '=' : '+', ...term] as const),
  ];
  return (
    <dl>
      {terms.map(([sign, name, value]) => (
        <div key={name} data-sign={sign}>
          <dt>{name}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
