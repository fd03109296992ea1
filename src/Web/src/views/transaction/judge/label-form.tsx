import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FraudLabel, LabelDto } from '../../../contract.ts';
import { messageOf, put } from '../../../lib/api.ts';
import { dateTime } from '../../../lib/time.ts';
import { polite } from '../../../live/state.ts';
import { Field } from '../../../parts/controls.tsx';
import { isNameWanted, keepAuthor, lastAuthor } from '../../../parts/rules/author.ts';
import { detail, setLabel } from '../transaction-data.ts';

const LABELS: readonly FraudLabel[] = ['Fraud', 'Legitimate', 'Unclear'];

/** Says what the transaction turned out to be. The precision and recall of rules come from such labels. */
export function LabelForm({ id }: { id: string }): JSX.Element {
  const label = detail.value?.id === id ? detail.value.label : null;
  const note = useSignal(label?.note ?? '');
  const by = useSignal(lastAuthor());
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);

  async function send(chosen: FraudLabel): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    const name = isNameWanted() ? by.value.trim() || null : null;
    if (name) keepAuthor(name);
    try {
      setLabel(id, await put<LabelDto>(`/api/v1/transactions/${id}/label`, { label: chosen, note: note.value.trim() || null, by: name }));
      polite.value = `Labelled as ${chosen.toLowerCase()}.`;
      problem.value = null;
    } catch (error) {
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  return (
    <div class="label-form">
      <h3>It turned out to be</h3>
      <div class="seg" role="group" aria-label="Label">
        {LABELS.map(name => (
          <button key={name} type="button" aria-pressed={label?.label === name} onClick={() => void send(name)}>
            {name}
          </button>
        ))}
      </div>
      <details>
        <summary>With a note</summary>
        <Field label="Note" id="label-note">
          {d => (
            <input
              class="input"
              {...d}
              type="text"
              maxLength={400}
              value={note.value}
              onInput={e => {
                note.value = e.currentTarget.value;
              }}
            />
          )}
        </Field>
        {isNameWanted() && (
          <Field label="Your name" id="label-by" hint="Stored as given: nobody signs in here">
            {d => (
              <input
                class="input"
                {...d}
                type="text"
                maxLength={200}
                value={by.value}
                onInput={e => {
                  by.value = e.currentTarget.value;
                }}
              />
            )}
          </Field>
        )}
      </details>
      <p class="muted">
        {label ? (
          <>
            {label.label} by <bdi>{label.by}</bdi>
            {label.isFromFile && ', from a file'}, {dateTime(label.at)}
            {label.note && `: ${label.note}`}
          </>
        ) : (
          'No label yet. Rules learn their precision from labels.'
        )}
      </p>
      {problem.value && <p class="bad">Not labelled: {problem.value}</p>}
    </div>
  );
}
