import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { isCurrencyCode, isNumber } from '../../lib/address-reader.ts';
import { setQuery } from '../../lib/router.ts';
import { fromField, toField, zone } from '../../lib/time.ts';
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
          {...input}
        />
      )}
    </Field>
  );
}

/** Two fields for a range of the viewer's own. */
export function CustomRange({ address, error }: { address: HistoryAddress; error: string | undefined }): JSX.Element {
  const [from, to] = instantsOf(address, Date.now());
  const problem = useSignal<string | null>(null);
  const texts = useSignal({ from: toField(from), to: toField(to) });
  function set(name: 'from' | 'to', value: string): void {
    texts.value = { ...texts.value, [name]: value };
    const [start, end] = [fromField(texts.value.from), fromField(texts.value.to)];
    problem.value = Number.isNaN(start) || Number.isNaN(end) ? 'both times are needed' : end <= start ? 'must be after the start' : null;
    if (problem.value === null) filter({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }, true);
  }
  return (
    <>
      <Field label="From" id="f-from" hint={zone()}>
        {d => (
          <input
            class="input"
            {...d}
            type="datetime-local"
            step="1"
            value={toField(from)}
            onChange={e => set('from', e.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="To" id="f-to" error={problem.value ?? error} hint={zone()}>
        {d => (
          <input class="input" {...d} type="datetime-local" step="1" value={toField(to)} onChange={e => set('to', e.currentTarget.value)} />
        )}
      </Field>
    </>
  );
}
