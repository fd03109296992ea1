import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { TransactionDto } from '../../contract.ts';
import { words } from '../../lib/format.ts';
import { linkTo } from '../../lib/router.ts';
import { STATUSES } from '../../lib/statuses.ts';
import { dateTime, parseInstant, zone } from '../../lib/time.ts';
import { isGap } from '../../live/rows/rows.ts';
import { rows } from '../../live/state.ts';
import { Check, Chip, Field } from '../../parts/controls.tsx';
import type { HistoryAddress } from './address.ts';
import { CustomRange, filter, TextFilter, TimeFilter } from './filter-fields.tsx';
import type { Problems } from './problems.ts';
import { RANGES } from './range.ts';
import { result } from './results.ts';

/** Filters that the viewer types: the parameter of the address, the label, and the greatest length. */
const TEXTS: readonly (readonly [name: keyof HistoryAddress & string, label: string, length: number])[] = [
  ['source', 'Source', 64],
  ['account', 'Account', 64],
  ['counterparty', 'Counterparty', 140],
  ['reference', 'Reference', 128],
  ['currency', 'Currency', 3],
  ['min', 'Amount from', 20],
  ['max', 'Amount to', 20],
  ['reason', 'Failure reason', 200],
];
/** The default rules. The list adds the rule of the address. */
const RULES = ['large_amount', 'high_velocity'];

export function FilterBar({ address, errors }: { address: HistoryAddress; errors: Problems }): JSX.Element {
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
        {isCustom && <CustomRange key={zone()} address={address} error={errors.to ?? errors.from} />}
        {TEXTS.map(([name, label, length]) => (
          <TextFilter key={name} name={name} label={label} length={length} value={String(address[name])} error={errors[name] ?? null} />
        ))}
        <KnownReasons />
        <Field label="Flags" id="f-flagged">
          {described => (
            <select
              class="input"
              {...described}
              value={address.rule || (address.flagged === null ? '' : String(address.flagged))}
              onChange={e => {
                const value = e.currentTarget.value;
                const isRule = value !== '' && value !== 'true' && value !== 'false';
                filter(isRule ? { flagged: null, rule: value } : { flagged: value, rule: null });
              }}
            >
              <option value="">All</option>
              <option value="true">Flagged</option>
              <option value="false">Not flagged</option>
              {[...new Set([...RULES, address.rule])].filter(Boolean).map(rule => (
                <option key={rule} value={rule}>
                  Flagged: {words(rule)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TimeFilter name="createdFrom" label="Created from" value={address.createdFrom} error={errors.createdFrom ?? null} />
        <TimeFilter name="createdTo" label="Created to" value={address.createdTo} error={errors.createdTo ?? null} />
        <Field label="Sort by" id="f-sort" error={errors.sort}>
          {described => (
            <select
              class="input"
              {...described}
              value={address.sort}
              onChange={e => filter({ sort: e.currentTarget.value === 'createdAt' ? 'createdAt' : null })}
            >
              <option value="receivedAt">Time of receipt</option>
              <option value="createdAt">Time of the payment</option>
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

/** The reasons that the page knows: those of the rows that are loaded, here and in the live view. */
function KnownReasons(): JSX.Element {
  const loaded = [...(result.value?.items ?? []), ...rows.list().filter((item): item is TransactionDto => !isGap(item))];
  const reasons = new Set(loaded.map(row => row.failureReason).filter(reason => reason !== null));
  return (
    <datalist id="known-reasons">
      {[...reasons].sort().map(reason => (
        <option key={reason} value={reason} />
      ))}
    </datalist>
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
  if (address.rule !== '') chips.push([`Flagged: ${words(address.rule)}`, { rule: null }]);
  for (const [name, label] of [['createdFrom', 'Created from'] as const, ['createdTo', 'Created before'] as const]) {
    const at = address[name] === '' ? null : parseInstant(address[name], Date.now());
    if (at !== null) chips.push([`${label} ${dateTime(at)}`, { [name]: null }]);
  }
  for (const [name, label] of TEXTS) if (address[name] !== '') chips.push([`${label}: ${String(address[name])}`, { [name]: null }]);
  if (chips.length === 0) return null;
  const none = Object.fromEntries(
    ['state', 'flagged', 'rule', 'createdFrom', 'createdTo', 'after', ...TEXTS.map(([name]) => name)].map(name => [name, null]),
  );
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
