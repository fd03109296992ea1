import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { CreatedKey, Role } from '../../contract.ts';
import { ApiError, messageOf, post } from '../../lib/api.ts';
import { Field } from '../../parts/controls.tsx';

const ROLES: readonly (readonly [Role, string])[] = [
  ['Feed', 'brings transactions and outcomes in'],
  ['Viewer', 'sees payments, figures and alerts'],
  ['Analyst', 'decides on alerts'],
  ['RuleEditor', 'changes rules'],
  ['Operator', 'runs the simulator and replays'],
  ['Auditor', 'reads the audit trail'],
  ['Admin', 'manages keys'],
  ['Metrics', 'reads /metrics for Prometheus and nothing else'],
];

/** Makes a key. The errors that the server finds appear beside the fields. */
export function KeyForm({ onCreated }: { onCreated: (created: CreatedKey) => void }): JSX.Element {
  const errors = useSignal<Record<string, string[]>>({});
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);

  async function send(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    isBusy.value = true;
    try {
      onCreated(
        await post<CreatedKey>('/api/v1/keys', {
          name: text('name'),
          roles: [text('role')],
          sources: text('sources')
            .split(',')
            .map(source => source.trim())
            .filter(Boolean),
          expiresAt: text('expires') ? new Date(text('expires')).toISOString() : null,
        }),
      );
      errors.value = {};
      problem.value = null;
      form.reset();
    } catch (error) {
      errors.value = error instanceof ApiError ? error.errors : {};
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  const errorOf = (field: string): string | null =>
    Object.entries(errors.value).find(([name]) => name === field || name.startsWith(`${field}[`))?.[1][0] ?? null;
  return (
    <section class="card panel" aria-labelledby="key-title">
      <h2 id="key-title">New key</h2>
      <form
        class="form"
        noValidate
        onSubmit={e => {
          e.preventDefault();
          void send(e.currentTarget);
        }}
      >
        <Field label="Name" id="key-name" error={errorOf('name')} hint="What the key is for">
          {d => <input class="input" {...d} name="name" type="text" maxLength={100} autoComplete="off" />}
        </Field>
        <Field label="Role" id="key-role" error={errorOf('roles')}>
          {d => (
            <select class="input" {...d} name="role">
              {ROLES.map(([role, what]) => (
                <option key={role} value={role}>
                  {role}: {what}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Sources of a feed" id="key-sources" error={errorOf('sources')} hint="With commas between them; empty for all">
          {d => <input class="input" {...d} name="sources" type="text" autoComplete="off" />}
        </Field>
        <Field label="Expires" id="key-expires" error={errorOf('expiresAt')} hint="Empty for never; in the time of this machine">
          {d => <input class="input" {...d} name="expires" type="datetime-local" />}
        </Field>
        <button type="submit" class="btn primary" disabled={isBusy.value}>
          Make the key
        </button>
      </form>
      {problem.value && <p class="bad">{problem.value}</p>}
    </section>
  );
}
