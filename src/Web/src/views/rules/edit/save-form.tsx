import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { AlertSeverity, RuleDto } from '../../../contract.ts';
import { ApiError, messageOf, post, put } from '../../../lib/api.ts';
import { Field } from '../../../parts/controls.tsx';
import { ReasonFields, readReason } from './reason-fields.tsx';

const SEVERITIES: readonly AlertSeverity[] = ['Info', 'Warning', 'Critical'];

interface Props {
  text: string;
  /** The rule that gets a new version; null for a new rule. */
  rule: RuleDto | null;
  /** The text has no errors, and says something new. */
  canSave: boolean;
  onSaved: (rule: RuleDto) => void;
}

/** Saves the text as a draft, which decides nothing yet. */
export function SaveForm({ text, rule, canSave, onSaved }: Props): JSX.Element {
  const errors = useSignal<Record<string, string[]>>({});
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const newest = rule?.versions[0] ?? null;

  async function send(form: HTMLFormElement): Promise<void> {
    if (!canSave || isBusy.value) return;
    const data = new FormData(form);
    const { reason, by, errors: missing } = readReason(data);
    errors.value = missing;
    problem.value = null;
    if (Object.keys(missing).length > 0) return;
    isBusy.value = true;
    const body = {
      expression: text,
      description: String(data.get('description') ?? '').trim() || null,
      severity: data.get('severity'),
      reason,
      by,
    };
    try {
      onSaved(
        rule
          ? await put<RuleDto>(`/api/v1/rules/${rule.name}`, body, { ifMatch: rule.revision })
          : await post<RuleDto>('/api/v1/rules', { ...body, name: String(data.get('name') ?? '').trim() }),
      );
    } catch (error) {
      errors.value = error instanceof ApiError ? error.errors : {};
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  return (
    <form
      class="form rule-save"
      noValidate
      onSubmit={e => {
        e.preventDefault();
        void send(e.currentTarget);
      }}
    >
      {!rule && (
        <Field label="Name" id="rule-name" error={errors.value.name?.[0]} hint="Small letters, digits, _ and -; it is the flag">
          {d => <input class="input" {...d} name="name" type="text" maxLength={64} required autoComplete="off" spellcheck={false} />}
        </Field>
      )}
      <Field label="Description" id="rule-description" error={errors.value.description?.[0]} hint="What it is for; may be empty">
        {d => <input class="input" {...d} name="description" type="text" maxLength={400} defaultValue={newest?.description ?? ''} />}
      </Field>
      <Field label="Severity of its alerts" id="rule-severity" error={errors.value.severity?.[0]}>
        {d => (
          <select class="input" {...d} name="severity" defaultValue={newest?.severity ?? 'Warning'}>
            {SEVERITIES.map(severity => (
              <option key={severity} selected={severity === (newest?.severity ?? 'Warning')}>
                {severity}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ReasonFields id="save" errors={errors.value} />
      <button type="submit" class="btn primary" aria-disabled={!canSave || isBusy.value}>
        {rule ? 'Save as a new draft' : 'Save as a draft'}
      </button>
      {problem.value && <p class="bad wide-line">{problem.value}</p>}
    </form>
  );
}
