import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { LabelImport } from '../../../contract.ts';
import { messageOf, post } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';

const MAX_ERRORS = 5;

/** Labels many transactions at once, from a file of chargebacks. */
export function LabelFile({ onLabelled }: { onLabelled: () => void }): JSX.Element {
  const answer = useSignal<LabelImport | null>(null);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);

  async function send(file: File): Promise<void> {
    isBusy.value = true;
    problem.value = null;
    try {
      answer.value = await post<LabelImport>('/api/v1/labels', new Blob([file], { type: 'text/csv' }));
      onLabelled();
    } catch (error) {
      answer.value = null;
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  const known = answer.value;
  return (
    <section class="card panel" aria-labelledby="labels-title">
      <h2 id="labels-title">Labels from a file</h2>
      <p>
        A CSV file of chargebacks labels its transactions, and precision and recall follow. Its first line names <code>id</code> or{' '}
        <code>reference</code>, and perhaps <code>source</code>, <code>label</code> and <code>note</code>. A row without a label says fraud.
      </p>
      <label class="field">
        File of labels
        <input
          class="input file"
          type="file"
          accept=".csv,text/csv"
          disabled={isBusy.value}
          onChange={e => {
            const input = e.currentTarget;
            const file = input.files?.[0];
            // The same file can be chosen again after it was corrected.
            if (file) void send(file).then(() => (input.value = ''));
          }}
        />
      </label>
      <div role="status">
        {known && (
          <p>
            {count(known.labelled)} of {count(known.rows)} rows labelled
            {known.unknown > 0 && `, ${count(known.unknown)} name no stored transaction`}
            {known.rejected > 0 && `, ${count(known.rejected)} rejected`}.
          </p>
        )}
        {known?.errors.slice(0, MAX_ERRORS).map(error => (
          <p key={error} class="error-text">
            {error}
          </p>
        ))}
        {problem.value && <p class="bad">Not labelled: {problem.value}</p>}
      </div>
    </section>
  );
}
