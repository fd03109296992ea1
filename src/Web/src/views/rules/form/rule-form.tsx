import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CheckedRule } from '../../../contract.ts';
import { ApiError, messageOf, post } from '../../../lib/api.ts';
import { Segmented } from '../../../parts/controls.tsx';
import { ruleErrorsOf } from '../../../parts/rules/rule-errors.ts';
import { AGGREGATES, type Condition, conditionOn, FIGURES, type RuleForm as Form, needsLimit, operatorsOf } from './condition.ts';
import { isOther, readForm, writeForm } from './form-model.ts';

const PER = ['account', 'counterparty', 'source', 'currency', 'account, counterparty', 'account, source'];
const PAUSE_MS = 250;

/** The conditions of a rule as fields. A change is written as text in the standard form, which loses comments. */
export function RuleForm({ rule, onText }: { rule: CheckedRule; onText: (text: string) => void }): JSX.Element {
  const form = useSignal<Form>(readForm(rule.form));
  const problem = useSignal<string | null>(null);
  const written = useRef(rule.canonical);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // The text was changed elsewhere, such as by the curve.
    if (rule.canonical === written.current) return;
    written.current = rule.canonical;
    form.value = readForm(rule.form);
  }, [rule.canonical]);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function send(next: Form): Promise<void> {
    try {
      const answer = await post<CheckedRule>('/api/v1/rules/check', { form: writeForm(next) });
      if (form.value !== next) return;
      written.current = answer.canonical;
      problem.value = null;
      onText(answer.canonical);
    } catch (error) {
      const errors = error instanceof ApiError ? ruleErrorsOf(error.answer) : null;
      problem.value = errors ? errors.map(e => e.message).join(' ') : messageOf(error);
    }
  }

  function change(next: Form): void {
    form.value = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(next), PAUSE_MS);
  }

  const { join, conditions } = form.value;
  const replace = (at: number, condition: Condition | null): void =>
    change({ join, conditions: conditions.flatMap((c, i) => (i !== at ? [c] : condition ? [condition] : [])) });
  return (
    <div class="rule-form">
      {conditions.length > 1 && (
        <Segmented
          label="Which must hold"
          value={join}
          choices={[
            ['all', 'All of these'],
            ['any', 'Any of these'],
          ]}
          onChange={to => change({ join: to, conditions })}
        />
      )}
      <ol>
        {conditions.map((condition, i) => (
          <li key={i}>
            {isOther(condition) ? (
              <OtherText form={condition.other} />
            ) : (
              <ConditionFields number={i + 1} condition={condition} onChange={to => replace(i, to)} />
            )}
            {conditions.length > 1 && (
              <button type="button" class="btn s quiet" aria-label={`Remove condition ${i + 1}`} onClick={() => replace(i, null)}>
                Remove
              </button>
            )}
          </li>
        ))}
      </ol>
      <button type="button" class="btn s" onClick={() => change({ join, conditions: [...conditions, conditionOn('amount')] })}>
        Add a condition
      </button>
      {problem.value && (
        <p class="error-text" role="alert">
          {problem.value}
        </p>
      )}
    </div>
  );
}

/** A condition that fields cannot show, as text. */
function OtherText({ form }: { form: unknown }): JSX.Element {
  const text = useSignal('');
  useEffect(() => {
    post<CheckedRule>('/api/v1/rules/check', { form }).then(
      ({ canonical }) => {
        text.value = canonical;
      },
      () => {
        // It stays in the rule, whether it is shown or not.
      },
    );
  }, [JSON.stringify(form)]);
  return (
    <p class="condition">
      <code class="rule-code">{text.value}</code> <span class="muted">Only the text changes this condition.</span>
    </p>
  );
}

interface FieldsProps {
  number: number;
  condition: Condition;
  onChange: (condition: Condition) => void;
}

function ConditionFields({ number, condition, onChange }: FieldsProps): JSX.Element {
  const { what, is } = condition;
  const isFigure = AGGREGATES.includes(what);
  const name = (field: string): string => `${field} of condition ${number}`;
  return (
    <div class="condition">
      <Choice label={name('Figure')} value={what} choices={FIGURES} onChange={to => onChange(conditionOn(to))} />
      {isFigure && (
        <>
          <span class="muted">per</span>
          <Choice
            label={name('Key')}
            value={condition.per}
            choices={[...new Set([...PER, condition.per])].map(per => [per, per] as const)}
            onChange={per => onChange({ ...condition, per })}
          />
          <span class="muted">over</span>
          <Text label={name('Window')} value={condition.over} onText={over => onChange({ ...condition, over })} hint="10m or last 10" />
        </>
      )}
      {condition.where !== null && <span class="muted">where …</span>}
      <Choice
        label={name('Comparison')}
        value={is}
        choices={operatorsOf(what).map(operator => [operator, operator] as const)}
        onChange={to => onChange({ ...condition, is: to })}
      />
      {needsLimit(is) && <Text label={name('Limit')} value={condition.limit} onText={limit => onChange({ ...condition, limit })} hint="" />}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  onChange: (to: string) => void;
}

const Choice = ({ label, value, choices, onChange }: ChoiceProps): JSX.Element => (
  <select class="input" aria-label={label} value={value} onChange={e => onChange(e.currentTarget.value)}>
    {choices.map(([choice, text]) => (
      <option key={choice} value={choice}>
        {text}
      </option>
    ))}
  </select>
);

interface TextProps {
  label: string;
  value: string;
  hint: string;
  onText: (text: string) => void;
}

const Text = ({ label, value, hint, onText }: TextProps): JSX.Element => (
  <input
    class="input short"
    type="text"
    aria-label={label}
    value={value}
    placeholder={hint}
    spellcheck={false}
    autoComplete="off"
    onInput={e => onText(e.currentTarget.value)}
  />
);
