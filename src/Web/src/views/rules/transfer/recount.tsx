import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RuleVerification } from '../../../contract.ts';
import { messageOf, post } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { linkTo } from '../../../lib/router.ts';

const DAY_MS = 86_400_000;

/** Recounts the decisions of the last day from the stored payments. It changes nothing. */
export function Recount(): JSX.Element {
  const answer = useSignal<RuleVerification | null>(null);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);

  async function run(): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = null;
    try {
      answer.value = await post<RuleVerification>('/api/v1/rules/verify', { from: new Date(Date.now() - DAY_MS).toISOString() });
    } catch (error) {
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  const known = answer.value;
  return (
    <section class="card panel" aria-labelledby="recount-title">
      <h2 id="recount-title">Recount</h2>
      <p>The stored decisions of the last 24 hours are counted again from the stored payments.</p>
      <button type="button" class="btn" aria-disabled={isBusy.value} onClick={() => void run()}>
        {isBusy.value ? 'Counting…' : 'Recount decisions'}
      </button>
      <div role="status">
        {known && (
          <p class={known.differ > 0 ? 'bad' : undefined}>
            {count(known.decisions)} decisions over {count(known.payments)} payments recounted, {count(known.differ)} differ.
            {!known.isComplete && ' There are more payments in the range than one recount judges.'}
          </p>
        )}
        {known?.notes.map(note => (
          <p key={note} class="muted">
            {note}
          </p>
        ))}
        {known?.differences.map(difference => (
          <p key={`${difference.transactionId} ${difference.rule}`}>
            <a href={linkTo({ tx: difference.transactionId })}>{difference.transactionId}</a> {difference.rule} version {difference.version}
            : stored {difference.stored ?? 'nothing'}, recounted {difference.recounted ?? 'nothing'}
          </p>
        ))}
        {problem.value && <p class="bad">Not recounted: {problem.value}</p>}
      </div>
    </section>
  );
}
