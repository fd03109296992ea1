import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ReplayMappingDto } from '../../contract.ts';
import { Check, Field } from '../../parts/controls.tsx';
import { type Choice, OWN } from './upload.ts';

interface ReplayFormProps {
  mappings: readonly ReplayMappingDto[];
  busy: 'preview' | 'start' | null;
  /** Why the files were not taken. */
  answer: string | null;
  onSend: (action: 'preview' | 'start', files: readonly File[], choice: Choice) => void;
}

/** Which files are replayed, and with which mapping. */
export function ReplayForm({ mappings, busy, answer, onSend }: ReplayFormProps): JSX.Element {
  const files = useSignal<readonly File[]>([]);
  const choice = useSignal<Choice>({ mapping: OWN, own: '', sort: false });
  const known = mappings.find(m => m.name === choice.value.mapping);
  function set(changes: Partial<Choice>): void {
    choice.value = { ...choice.value, ...changes };
  }
  return (
    <section class="card panel" aria-labelledby="file-title">
      <h2 id="file-title">Files</h2>
      <Field label="CSV files, plain or .gz" id="replay-files">
        {d => (
          <input
            type="file"
            multiple
            {...d}
            onChange={e => {
              files.value = [...(e.currentTarget.files ?? [])];
            }}
          />
        )}
      </Field>
      <Field label="Mapping" id="replay-mapping" hint={known?.description}>
        {d => (
          <select class="input" {...d} value={choice.value.mapping} onChange={e => set({ mapping: e.currentTarget.value })}>
            <option value={OWN}>My own</option>
            {mappings.map(m => (
              <option key={m.name} value={m.name}>
                {m.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {choice.value.mapping === OWN && (
        <Field label="Own mapping (JSON)" id="replay-own" hint="docs/replay.md explains the keys.">
          {d => (
            <textarea
              class="input mono"
              {...d}
              spellcheck={false}
              value={choice.value.own}
              onInput={e => set({ own: e.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Check text="Put the rows in by their time" checked={choice.value.sort} onChange={sort => set({ sort })} />
      <div class="bar">
        <button type="button" class="btn" disabled={busy !== null} onClick={() => onSend('preview', files.value, choice.value)}>
          {busy === 'preview' ? 'Reading…' : 'Preview'}
        </button>
        <button type="button" class="btn primary" disabled={busy !== null} onClick={() => onSend('start', files.value, choice.value)}>
          {busy === 'start' ? 'Sending…' : 'Start replay'}
        </button>
      </div>
      <p role="status" class={answer ? 'bad' : 'muted'}>
        {answer ?? 'A preview stores nothing. One replay runs at a time.'}
      </p>
    </section>
  );
}
