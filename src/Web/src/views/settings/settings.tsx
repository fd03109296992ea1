import type { JSX } from 'preact';
import { may, rolesOf, session } from '../../lib/session.ts';
import { type Settings as Choices, change, DEFAULTS, settings } from '../../lib/settings.ts';
import { metrics } from '../../live/state.ts';
import { Check, Field, Segmented } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { ShortcutList } from '../../parts/shortcut-list.tsx';

function Choice<K extends keyof Choices>({
  name,
  label,
  choices,
  hint,
}: {
  name: K;
  label: string;
  choices: readonly (readonly [string, string])[];
  hint?: string;
}): JSX.Element {
  const value = settings.value[name];
  return (
    <div class="field">
      <span>{label}</span>
      <div>
        <Segmented
          label={label}
          value={String(value)}
          choices={choices}
          onChange={to => change({ [name]: typeof value === 'number' ? Number(to) : to })}
        />
      </div>
      {hint && <span class="muted">{hint}</span>}
    </div>
  );
}

/** The preferences of this viewer. The browser stores them; the server does not know them. */
export function Settings(): JSX.Element {
  const s = settings.value;
  const currencies = metrics.value?.lastHour.volumes.map(v => v.currency) ?? [];
  return (
    <>
      <div class="bar">
        <Heading title="Settings" />
        <span class="spacer" />
        {may('Admin') && (
          <a class="btn" href="/keys">
            Keys
          </a>
        )}
        {may('Auditor', 'Admin') && (
          <a class="btn" href="/audit">
            Audit trail
          </a>
        )}
        <span class="muted">Stored in this browser only.</span>
      </div>
      {session.value?.kind === 'Person' && (
        <p>
          Signed in as <bdi>{session.value.name}</bdi>, {rolesOf(session.value)}.
        </p>
      )}
      <div class="two">
        <section class="card panel" aria-labelledby="look-title">
          <h2 id="look-title">View</h2>
          <Choice
            name="theme"
            label="Theme"
            choices={[
              ['system', 'System'],
              ['dark', 'Dark'],
              ['light', 'Light'],
            ]}
          />
          <Choice
            name="times"
            label="Times"
            choices={[
              ['local', 'Local'],
              ['utc', 'UTC'],
            ]}
          />
          <Choice
            name="density"
            label="Rows"
            choices={[
              ['compact', 'Compact'],
              ['normal', 'Normal'],
              ['comfortable', 'Comfortable'],
            ]}
          />
          <Choice
            name="everyMs"
            label="Updates"
            choices={[
              ['500', '2 a second'],
              ['1000', '1 a second'],
              ['5000', 'Every 5 s'],
            ]}
            hint="How often the page repaints. No data is lost between two updates."
          />
          <Field label="Currency of the volume" id="set-currency" hint="Amounts in different currencies are never added.">
            {d => (
              <select class="input" {...d} value={s.currency} onChange={e => change({ currency: e.currentTarget.value })}>
                <option value="">EUR, or the first currency</option>
                {[...new Set([...currencies, ...(s.currency ? [s.currency] : [])])].sort().map(code => (
                  <option key={code} value={code}>
                    {code}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Check text="Spoken summary every 30 seconds, for screen readers" checked={s.summary} onChange={summary => change({ summary })} />
          <div>
            <button type="button" class="btn" onClick={() => change(DEFAULTS)}>
              Reset to defaults
            </button>
          </div>
        </section>
        <section class="card panel" aria-labelledby="keys-title">
          <h2 id="keys-title">Keyboard</h2>
          <Check text="Single-key shortcuts" checked={s.shortcuts} onChange={shortcuts => change({ shortcuts })} />
          <ShortcutList />
        </section>
      </div>
    </>
  );
}
