import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ImportedRule, RuleImport } from '../../../contract.ts';
import { ApiError, messageOf, post } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { ReasonFields, readReason } from '../edit/reason-fields.tsx';

/** Rules from a text, as the export writes it: first what would change, then the drafts. */
export function ImportRules({ onImported }: { onImported: () => void }): JSX.Element {
  const text = useSignal<string | null>(null);
  const plan = useSignal<RuleImport | null>(null);
  const errors = useSignal<Record<string, string[]>>({});
  const problem = useSignal<string | null>(null);

  async function send(body: Record<string, unknown>): Promise<void> {
    try {
      plan.value = await post<RuleImport>('/api/v1/rules/import', body);
      problem.value = null;
      errors.value = {};
    } catch (error) {
      errors.value = error instanceof ApiError ? error.errors : {};
      problem.value = messageOf(error);
    }
  }

  async function read(file: File): Promise<void> {
    text.value = await file.text();
    plan.value = null;
    await send({ text: text.value, dryRun: true });
  }

  async function apply(form: HTMLFormElement): Promise<void> {
    const { reason, by, errors: missing } = readReason(new FormData(form));
    errors.value = missing;
    if (Object.keys(missing).length > 0) return;
    await send({ text: text.value, reason, by });
    if (!problem.value) onImported();
  }

  const known = plan.value;
  const changing = known?.rules.filter(r => r.action === 'created' || r.action === 'changed').length ?? 0;
  const invalid = known?.rules.some(r => r.action === 'invalid') ?? false;
  return (
    <section class="card panel" aria-labelledby="import-title">
      <h2 id="import-title">Rules from a text</h2>
      <p>The export of the rules is one text, for review and comparison. Read it in again: each rule that differs becomes a draft.</p>
      <label class="field">
        File of rules
        <input
          class="input file"
          type="file"
          accept=".txt,text/plain"
          onChange={e => {
            const input = e.currentTarget;
            const file = input.files?.[0];
            if (file) void read(file).then(() => (input.value = ''));
          }}
        />
      </label>
      {problem.value && <p class="bad">Not imported: {problem.value}</p>}
      {known && (
        <div role="status">
          <ul class="changes">
            {known.rules.map(rule => (
              <PlannedRule key={rule.line} rule={rule} />
            ))}
          </ul>
          {known.notNamed.length > 0 && <p class="muted">Not in the text, and left as they are: {known.notNamed.join(', ')}.</p>}
        </div>
      )}
      {known?.dryRun && changing > 0 && !invalid && (
        <form
          class="form"
          noValidate
          onSubmit={e => {
            e.preventDefault();
            void apply(e.currentTarget);
          }}
        >
          <ReasonFields id="import" errors={errors.value} />
          <button type="submit" class="btn primary">
            Make {count(changing)} {changing === 1 ? 'draft' : 'drafts'}
          </button>
        </form>
      )}
    </section>
  );
}

const PlannedRule = ({ rule }: { rule: ImportedRule }): JSX.Element => (
  <li>
    <b>{rule.name}</b> {rule.version === null ? rule.action : `${rule.action}, version ${rule.version}`}
    {rule.errors.map(error => (
      <p key={error.position} class="error-text">
        Line {rule.line}: {error.message}
      </p>
    ))}
    {rule.parts.some(part => part.change !== 'same') && (
      <p>
        <code class="rule-code">
          {rule.parts.map((part, i) =>
            part.change === 'removed' ? (
              <del key={i}>{part.text} </del>
            ) : part.change === 'added' ? (
              <ins key={i}>{part.text} </ins>
            ) : (
              `${part.text} `
            ),
          )}
        </code>
      </p>
    )}
  </li>
);
