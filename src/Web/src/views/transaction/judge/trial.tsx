import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RuleDto, RuleExplanation } from '../../../contract.ts';
import { get, messageOf, post } from '../../../lib/api.ts';
import { words } from '../../../lib/format.ts';
import { Icon, type Tone } from '../../../parts/icon.tsx';
import { RuleEditor } from '../../../parts/rules/editor.tsx';
import { useRuleCheck } from '../../../parts/rules/use-rule-check.ts';

const RESULTS: Record<string, readonly [Tone, string]> = {
  true: ['warn', 'The rule flags this transaction.'],
  false: ['ok', 'The rule does not flag it.'],
  unknown: ['idle', 'The rule cannot tell, because a value is missing. It does not flag it.'],
};

/** Any rule on one transaction: what each part of it is worth, with the values as of then. */
export function Trial({ id }: { id: string }): JSX.Element {
  const isOpen = useSignal(false);
  const rules = useSignal<readonly RuleDto[]>([]);
  const text = useSignal('');
  const answer = useSignal<RuleExplanation | null>(null);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const check = useRuleCheck(text.value, !isOpen.value);
  const canRun = check.value?.text === text.value && check.value.rule !== null && !isBusy.value;

  useEffect(() => {
    if (!isOpen.value) return;
    get<{ rules: RuleDto[] }>('/api/v1/rules').then(
      list => {
        rules.value = list.rules;
      },
      () => {
        // The list only saves typing.
      },
    );
  }, [isOpen.value]);

  async function explain(): Promise<void> {
    if (!canRun) return;
    isBusy.value = true;
    try {
      answer.value = await post<RuleExplanation>('/api/v1/rules/explain', { expression: text.value, transactionId: id });
      problem.value = null;
    } catch (error) {
      problem.value = messageOf(error);
    }
    isBusy.value = false;
  }

  const [tone, says] = RESULTS[answer.value?.result ?? ''] ?? ['idle', ''];
  return (
    <details
      class="trial"
      onToggle={e => {
        isOpen.value = e.currentTarget.open;
      }}
    >
      <summary>Try a rule on this transaction</summary>
      <label class="field">
        Begin with
        <select
          class="input"
          onChange={e => {
            const rule = rules.value.find(r => r.name === e.currentTarget.value);
            if (rule) text.value = rule.versions[0]!.expression;
          }}
        >
          <option value="">a text of your own</option>
          {rules.value.map(rule => (
            <option key={rule.name} value={rule.name}>
              {words(rule.name)}
            </option>
          ))}
        </select>
      </label>
      <RuleEditor
        id="trial-text"
        label="Rule"
        text={text.value}
        check={check.value}
        onText={next => {
          text.value = next;
          answer.value = null;
        }}
      />
      <button type="button" class="btn" aria-disabled={!canRun} onClick={() => void explain()}>
        {isBusy.value ? 'Trying…' : 'Try it'}
      </button>
      {problem.value && <p class="bad">Not tried: {problem.value}</p>}
      {answer.value && (
        <div role="status">
          <p class="trial-result">
            <Icon tone={tone} size={16} /> <b>{says}</b>
          </p>
          <ul class="parts">
            {answer.value.parts.map((part, i) => (
              <li key={i} style={{ '--level': String(Math.min(part.level, 6)) }}>
                <code>{part.text}</code> <b>{part.value ?? 'unknown'}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
    </details>
  );
}
