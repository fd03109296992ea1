import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { linkTo } from '../../lib/router.ts';
import { STATUSES } from '../../lib/statuses.ts';
import { Check, Chip, Field } from '../../parts/controls.tsx';
import type { HistoryAddress } from './address.ts';
import { CustomRange, filter, TextFilter } from './filter-fields.tsx';
import { RANGES } from './range.ts';

/** Filters that the viewer types: the parameter of the address, the label, and the greatest length. */
const TEXTS: readonly (readonly [name: keyof HistoryAddress & string, label: string, length: number])[] = [
  ['source', 'Source', 64],
  ['account', 'Account', 64],
  ['counterparty', 'Counterparty', 140],
  ['reference', 'Reference', 128],
  ['currency', 'Currency', 3],
  ['min', 'Amount from', 20],
  ['max', 'Amount to', 20],
];
/** Parameters that have a shorter name in the address than in the call. */
const NAME_IN_CALL: Record<string, string> = { min: 'minAmount', max: 'maxAmount' };

export function FilterBar({ address, errors }: { address: HistoryAddress; errors: Record<string, string[]> }): JSX.Element {
  const isPreset = address.to === 'now' && RANGES.some(([from]) => from === address.from);
  const wantsCustom = useSignal(false);
  const isCustom = wantsCustom.value || !isPreset;
  return (
    <section class="card filters" aria-label="Filters">
      <div class="grid-fields">
        <Field label="Range" id="f-range">
          {described => (
            <select
              class="input"
              {...described}
              value={isCustom ? 'custom' : address.from}
              onChange={e => {
                const value = e.currentTarget.value;
                wantsCustom.value = value === 'custom';
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
        {isCustom && <CustomRange address={address} error={errors.to?.[0] ?? errors.from?.[0]} />}
        {TEXTS.map(([name, label, length]) => (
          <TextFilter
            key={name}
            name={name}
            label={label}
            length={length}
            value={String(address[name])}
            error={errors[NAME_IN_CALL[name] ?? name]?.[0] ?? null}
          />
        ))}
        <Field label="Flags" id="f-flagged">
          {described => (
            <select
              class="input"
              {...described}
              value={address.flagged === null ? '' : String(address.flagged)}
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
              checked={address.states.includes(status)}
              onChange={on =>
                filter({
                  state: STATUSES.filter(s => (s === status ? on : address.states.includes(s)))
                    .join(',')
                    .toLowerCase(),
                })
              }
            />
          ))}
        </fieldset>
        <span class="spacer" />
        <Chips address={address} />
      </div>
    </section>
  );
}

function Chips({ address }: { address: HistoryAddress }): JSX.Element | null {
  const chips: [string, Record<string, string | null>][] = [];
  for (const status of address.states)
    chips.push([
      `State: ${status}`,
      {
        state: address.states
          .filter(s => s !== status)
          .join(',')
          .toLowerCase(),
      },
    ]);
  if (address.flagged !== null) chips.push([address.flagged ? 'Flagged' : 'Not flagged', { flagged: null }]);
  for (const [name, label] of TEXTS) if (address[name] !== '') chips.push([`${label}: ${String(address[name])}`, { [name]: null }]);
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
