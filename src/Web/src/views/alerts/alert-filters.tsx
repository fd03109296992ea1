import type { JSX } from 'preact';
import type { AlertSeverity } from '../../contract.ts';
import { words } from '../../lib/format.ts';
import { setQuery } from '../../lib/router.ts';
import type { Alert } from '../../live/state.ts';
import { Check, Field } from '../../parts/controls.tsx';
import type { AlertsAddress } from './address.ts';

const SEVERITIES: readonly AlertSeverity[] = ['Critical', 'Warning', 'Info'];
/** The default rules. The list adds the rules of its alerts. */
const RULES = ['large_amount', 'high_velocity', 'outcome_overdue'];
const SINCE: readonly (readonly [string, string])[] = [
  ['', 'Any time'],
  ['now-1h', 'Last hour'],
  ['now-24h', 'Last 24 h'],
  ['now-7d', 'Last 7 d'],
];

export function AlertFilters({ address, items }: { address: AlertsAddress; items: readonly Alert[] }): JSX.Element {
  return (
    <section class="card filters" aria-label="Filters">
      <div class="grid-fields">
        <fieldset>
          <legend>Severity</legend>
          <div class="checks">
            {SEVERITIES.map(s => (
              <Check
                key={s}
                text={s}
                checked={address.severities.includes(s)}
                onChange={on =>
                  setQuery({
                    severity: SEVERITIES.filter(x => (x === s ? on : address.severities.includes(x)))
                      .join(',')
                      .toLowerCase(),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
        <Field label="Rule" id="a-rule">
          {d => (
            <select class="input" {...d} value={address.rule} onChange={e => setQuery({ rule: e.currentTarget.value })}>
              <option value="">All rules</option>
              {[...new Set([...RULES, ...items.map(a => a.rule), address.rule])].filter(Boolean).map(rule => (
                <option key={rule} value={rule}>
                  {words(rule)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Raised" id="a-since">
          {d => (
            <select class="input" {...d} value={address.since} onChange={e => setQuery({ from: e.currentTarget.value })}>
              {[...SINCE, ...(SINCE.some(([v]) => v === address.since) ? [] : [[address.since, `Since ${address.since}`] as const])].map(
                ([v, text]) => (
                  <option key={v} value={v}>
                    {text}
                  </option>
                ),
              )}
            </select>
          )}
        </Field>
      </div>
    </section>
  );
}
