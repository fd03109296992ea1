import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { TransactionStatus } from '../../contract.ts';
import type { HistoryView } from '../../lib/filters.ts';
import { linkTo, setQuery } from '../../lib/router.ts';
import { fromField, toField, zone } from '../../lib/time.ts';
import { useTyped } from '../../lib/use-debounced-input.ts';
import { Check, Chip, Field } from '../../parts/controls.tsx';
import { RANGES, span } from './range.ts';

const STATUSES: readonly TransactionStatus[] = ['Pending', 'Processing', 'Completed', 'Failed'];
const TEXTS: readonly (readonly [keyof HistoryView & string, string, number])[] = [
  ['source', 'Source', 64],
  ['account', 'Account', 64],
  ['reference', 'Reference', 128],
  ['currency', 'Currency', 3],
  ['min', 'Amount from', 20],
  ['max', 'Amount to', 20],
];
/** What the call names a parameter, where the address says it shorter. */
const CALLED: Record<string, string> = { min: 'minAmount', max: 'maxAmount' };

// Every filter begins at the newest row again.
const filter = (patch: Record<string, string | null>, replace = false): void => setQuery({ ...patch, after: null }, { replace });

export function FilterBar({ view, errors }: { view: HistoryView; errors: Record<string, string[]> }): JSX.Element {
  const isPreset = view.to === 'now' && RANGES.some(([from]) => from === view.from);
  const custom = useSignal(false);
  const isCustom = custom.value || !isPreset;
  return (
    <section class="card filters" aria-label="Filters">
      <div class="grid-fields">
        <Field label="Range" id="f-range">
          {described => (
            <select
              class="input"
              {...described}
              value={isCustom ? 'custom' : view.from}
              onChange={e => {
                const value = e.currentTarget.value;
                custom.value = value === 'custom';
                if (value !== 'custom') filter({ from: value === 'now-1h' ? null : value, to: null });
              }}
            >
              {RANGES.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
              <option value="custom">Custom</option>
            </select>
          )}
        </Field>
        {isCustom && <Custom view={view} error={errors.to?.[0] ?? errors.from?.[0]} />}
        {TEXTS.map(([name, label, length]) => (
          <TextFilter
            key={name}
            name={name}
            label={label}
            length={length}
            value={String(view[name])}
            error={errors[CALLED[name] ?? name]?.[0] ?? null}
          />
        ))}
        <Field label="Flags" id="f-flagged">
          {described => (
            <select
              class="input"
              {...described}
              value={view.flagged === null ? '' : String(view.flagged)}
              onChange={e => filter({ flagged: e.currentTarget.value })}
            >
              <option value="">All</option>
              <option value="true">Flagged</option>
              <option value="false">Not flagged</option>
            </select>
          )}
        </Field>
      </div>
      <div class="line">
        <fieldset class="checks">
          <legend class="vh">State</legend>
          {STATUSES.map(status => (
            <Check
              key={status}
              text={status}
              checked={view.states.includes(status)}
              onChange={on =>
                filter({
                  state: STATUSES.filter(s => (s === status ? on : view.states.includes(s)))
                    .join(',')
                    .toLowerCase(),
                })
              }
            />
          ))}
        </fieldset>
        <span class="spacer" />
        <Chips view={view} />
      </div>
    </section>
  );
}

function TextFilter({
  name,
  label,
  length,
  value,
  error,
}: {
  name: string;
  label: string;
  length: number;
  value: string;
  error: string | null;
}): JSX.Element {
  const isAmount = name === 'min' || name === 'max';
  function problem(text: string): string | null {
    if (text === '') return null;
    if (name === 'currency') return /^[A-Za-z]{3}$/.test(text) ? null : 'three letters, such as EUR';
    return !isAmount || /^-?\d+(\.\d+)?$/.test(text) ? null : 'a number such as 12.50';
  }
  const typed = useTyped(value, text => {
    const isGood = problem(text.trim()) === null;
    if (isGood && text.trim() !== value) filter({ [name]: text.trim() }, true);
    return isGood;
  });
  return (
    <Field label={label} id={`f-${name}`} error={problem(typed.value.trim()) ?? error} hint={isAmount ? 'in its currency' : undefined}>
      {described => (
        <input
          class="input"
          {...described}
          type="text"
          inputMode={isAmount ? 'decimal' : 'text'}
          maxLength={length}
          autoComplete="off"
          spellcheck={false}
          {...typed}
        />
      )}
    </Field>
  );
}

function Custom({ view, error }: { view: HistoryView; error: string | undefined }): JSX.Element {
  const [from, to] = span(view, Date.now());
  const own = useSignal<string | null>(null);
  const texts = useSignal({ from: toField(from), to: toField(to) });
  function set(name: 'from' | 'to', value: string): void {
    texts.value = { ...texts.value, [name]: value };
    const [start, end] = [fromField(texts.value.from), fromField(texts.value.to)];
    own.value = Number.isNaN(start) || Number.isNaN(end) ? 'both times are needed' : end <= start ? 'must be after the start' : null;
    if (own.value === null) filter({ from: new Date(start).toISOString(), to: new Date(end).toISOString() }, true);
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
      <Field label="To" id="f-to" error={own.value ?? error} hint={zone()}>
        {d => (
          <input class="input" {...d} type="datetime-local" step="1" value={toField(to)} onChange={e => set('to', e.currentTarget.value)} />
        )}
      </Field>
    </>
  );
}

function Chips({ view }: { view: HistoryView }): JSX.Element | null {
  const chips: [string, Record<string, string | null>][] = [];
  for (const status of view.states)
    chips.push([
      `State: ${status}`,
      {
        state: view.states
          .filter(s => s !== status)
          .join(',')
          .toLowerCase(),
      },
    ]);
  if (view.flagged !== null) chips.push([view.flagged ? 'Flagged' : 'Not flagged', { flagged: null }]);
  for (const [name, label] of TEXTS) if (view[name] !== '') chips.push([`${label}: ${String(view[name])}`, { [name]: null }]);
  if (chips.length === 0) return null;
  const none = Object.fromEntries(['state', 'flagged', 'after', ...TEXTS.map(([name]) => name)].map(name => [name, null]));
  return (
    <div class="line">
      {chips.map(([text, patch]) => (
        <Chip key={text} text={text} onRemove={() => filter(patch)} />
      ))}
      <a class="btn s quiet" href={linkTo(none)}>
        Clear all
      </a>
    </div>
  );
}
