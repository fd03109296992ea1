import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '../../../lib/router.ts';
import { may } from '../../../lib/session.ts';
import { showToast } from '../../../live/announce.ts';
import { Heading } from '../../../parts/page.tsx';
import type { Tried } from '../lab/use-lab.ts';
import { Examples } from './examples.tsx';
import { SaveForm } from './save-form.tsx';
import { Workbench } from './workbench.tsx';

/** A rule that does not exist yet. An analyst may try it, and a rule editor may save it. */
export function NewRule({ begin }: { begin: string }): JSX.Element {
  const text = useSignal(begin);
  const tried = useSignal<Tried | null>(null);
  useEffect(() => {
    if (begin !== '') text.value = begin;
  }, [begin]);
  return (
    <>
      <div class="bar">
        <Heading title="New rule" />
        <span class="spacer" />
        <a class="btn" href="/rules">
          All rules
        </a>
      </div>
      <Workbench text={text} live={null} tried={tried}>
        {check =>
          may('RuleEditor') ? (
            <SaveForm
              text={text.value}
              rule={null}
              canSave={check?.rule != null}
              onSaved={rule => {
                showToast(`${rule.name} is saved as a draft. It decides nothing yet: publish it to Shadow next.`);
                go(`/rules/${rule.name}`);
              }}
            />
          ) : (
            <p class="muted">The role RuleEditor may save it.</p>
          )
        }
      </Workbench>
      <Examples
        title="How to write a rule"
        onText={example => {
          text.value = example;
          document.getElementById('rule-text')?.focus();
        }}
      />
    </>
  );
}
