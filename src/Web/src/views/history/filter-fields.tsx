import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isCurrencyCode, isNumber } from '../../lib/address-reader.ts';
import { setQuery } from '../../lib/router.ts';
import { fromField, parseInstant, toField, zone } from '../../lib/time.ts';
import { useDebouncedInput } from '../../lib/use-debounced-input.ts';
import { Field } from '../../parts/controls.tsx';
import type { HistoryAddress } from './address.ts';
import { instantsOf } from './range.ts';

/** Changes the filter. The list then begins at its newest row again. */
export const filter = (patch: Record<string, string | null>, replace = false): void => setQuery({ ...patch, after: null }, { replace });

interface TextFilterProps {
  name: string;
  label: string;
  length: number;
  value: string;
  error: string | null;
}

/** A text field that filters after a pause in typing, unless its text is invalid. */
export function TextFilter({ name, label, length, value, error }: TextFilterProps): JSX.Element {
  const isAmount = name === 'min' || name === 'max';
  function problem(text: string): string | null {
    if (text === '') return null;
    if (name === 'currency') return isCurrencyCode(text) ? null : 'three letters, such as EUR';
    return !isAmount || isNumber(text) ? null : 'a number, such as 12.50';
  }
  const input = useDebouncedInput(value, text => {
    const isGood = problem(text.trim()) === null;
    if (isGood && text.trim() !== value) filter({ [name]: text.trim() }, true);
    return isGood;
  });
  return (
    <Field label={label} id={`f-${name}`} error={problem(input.value.trim()) ?? error} hint={isAmount ? 'in its currency' : undefined}>
      {described => (
        <input
          class="input"
          {...described}
          type="text"
          inputMode={isAmount ? 'decimal' : 'text'}
          maxLength={length}
          autoComplete="off"
          spellcheck={false}
          list={name === 'reason' ? 'known-reasons' : undefined}
          {...input}
        />
      )}
    </Field>
  );
}

interface TimeInputProps {
  label: string;
  id: string;
  value: string;
  error?: string | null;
  onChange: (value: string) => void;
}

function TimeInput({ label, id, value, error, onChange }: TimeInputProps): JSX.Element {
  return (
    <div class="time-field">
      <Field label={label} id={id} error={error} hint={zone()}>
        {d => <input class="input" {...d} type="datetime-local" step="1" value={value} onChange={e => onChange(e.currentTarget.value)} />}
      </Field>
    </div>
  );
}

/** Two fields for a range of the viewer's own. */
export function CustomRange({ address, error }: { address: HistoryAddress; error: string | undefined }): JSX.Element {
  const [from, to] = instantsOf(address, Date.now());
  const problem = useSignal<string | null>(null);
  // What the viewer has typed and the address does not have yet, because the other field contradicts it.
  const typed = useSignal<{ from?: string; to?: string }>({});
  const shown = { from: typed.value.from ?? toField(from), to: typed.value.to ?? toField(to) };
  function set(name: 'from' | 'to', value: string): void {
    typed.value = { ...typed.value, [name]: value };
    const [start, end] = [fromField(typed.value.from ?? shown.from), fromField(typed.value.to ?? shown.to)];
    problem.value = Number.isNaN(start) || Number.isNaN(end) ? 'both times are needed' : end <= start ? 'must be after the start' : null;
    if (problem.value !== null) return;
    typed.value = {};
    filter({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }, true);
  }
  return (
    <>
      <TimeInput label="From" id="f-from" value={shown.from} onChange={value => set('from', value)} />
      <TimeInput label="To" id="f-to" value={shown.to} error={problem.value ?? error} onChange={value => set('to', value)} />
    </>
  );
}

interface TimeFilterProps {
  name: 'createdFrom' | 'createdTo';
  label: string;
  value: string;
  error: string | null;
}

/** A time of which the filter may have none. */
export function TimeFilter({ name, label, value, error }: TimeFilterProps): JSX.Element {
  const at = value === '' ? null : parseInstant(value, Date.now());
  return (
    <TimeInput
      label={label}
      id={`f-${name}`}
      value={at === null ? '' : toField(at)}
      error={error}
      onChange={text => {
        const typed = fromField(text);
        filter({ [name]: Number.isNaN(typed) ? null : new Date(typed).toISOString() }, true);
      }}
    />
  );
}
