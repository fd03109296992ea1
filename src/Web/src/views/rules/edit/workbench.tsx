import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { RuleVersionDto } from '../../../contract.ts';
import { Segmented } from '../../../parts/controls.tsx';
import { RuleEditor } from '../../../parts/rules/editor.tsx';
import { type RuleCheck, useRuleCheck } from '../../../parts/rules/use-rule-check.ts';
import { RuleForm } from '../form/rule-form.tsx';
import { Lab } from '../lab/lab.tsx';
import type { Tried } from '../lab/use-lab.ts';

interface Props {
  text: Signal<string>;
  /** The live version, with which the lab compares. */
  live: RuleVersionDto | null;
  tried: Signal<Tried | null>;
  /** How the text is saved. */
  children: (check: RuleCheck | null) => ComponentChildren;
  /** What stands below the lab, and below the text where there is room beside the lab. */
  below?: ComponentChildren;
}

/** The text of a rule, the same as a form and as a sentence, and beside it what the rule would have flagged. */
export function Workbench({ text, live, tried, children, below }: Props): JSX.Element {
  const check = useRuleCheck(text.value);
  const face = useSignal<'text' | 'form'>('text');
  const set = (next: string): void => {
    text.value = next;
  };
  const rule = check.value?.rule ?? null;
  const isCurrent = check.value?.text === text.value;
  return (
    <div class="workbench">
      <section class="card panel" aria-labelledby="editor-title">
        <div class="bar">
          <h2 id="editor-title">Rule</h2>
          <span class="spacer" />
          <Segmented
            label="Edit as"
            value={face.value}
            choices={[
              ['text', 'Text'],
              ['form', 'Form'],
            ]}
            onChange={to => {
              face.value = to;
            }}
          />
        </div>
        {face.value === 'text' && (
          <RuleEditor id="rule-text" label="Flag a payment when" text={text.value} check={check.value} onText={set} />
        )}
        {face.value === 'form' &&
          (rule ? (
            <RuleForm rule={rule} onText={set} />
          ) : (
            <p class="muted">The form needs a rule without errors. Write it as text first.</p>
          ))}
        <p class={isCurrent ? 'rule-sentence' : 'rule-sentence old-details'} role="status">
          {rule?.sentence ?? (text.value.trim() === '' ? 'Write a condition, or begin with an example.' : '')}
        </p>
        {children(isCurrent ? check.value : null)}
      </section>
      <Lab
        text={text.value}
        check={check.value}
        live={live}
        onText={set}
        onTried={found => {
          tried.value = found;
        }}
      />
      {below && <div class="below">{below}</div>}
    </div>
  );
}
