import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RuleChangeDto, RuleDto, RuleFiguresList, RuleVersionDto } from '../../contract.ts';
import { ApiError, get, messageOf } from '../../lib/api.ts';
import { words } from '../../lib/format.ts';
import { may } from '../../lib/session.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { Examples } from './edit/examples.tsx';
import { SaveForm } from './edit/save-form.tsx';
import { Workbench } from './edit/workbench.tsx';
import type { Tried } from './lab/use-lab.ts';
import { Figures } from './life/figures.tsx';
import { Life } from './life/life.tsx';
import { SetBack } from './life/set-back.tsx';
import { Versions } from './life/versions.tsx';
import { StatePill } from './state-pill.tsx';

const REFRESH_MS = 10_000;

/** A rule with everything about it. */
export interface RuleData {
  rule: RuleDto;
  versions: readonly RuleVersionDto[];
  changes: readonly RuleChangeDto[];
}

/** One rule: what it says, what it would do, how far each version has come, and who changed it. */
export function RulePage({ name }: { name: string }): JSX.Element {
  const data = useSignal<RuleData | null>(null);
  const figures = useSignal<RuleFiguresList | null>(null);
  const error = useSignal<string | null>(null);
  const isMissing = useSignal(false);
  const text = useSignal('');
  const tried = useSignal<Tried | null>(null);

  async function read(): Promise<void> {
    try {
      const path = `/api/v1/rules/${encodeURIComponent(name)}`;
      const [rule, { versions }, { changes }] = await Promise.all([
        get<RuleDto>(path),
        get<{ versions: RuleVersionDto[] }>(`${path}/versions`),
        get<{ changes: RuleChangeDto[] }>(`${path}/history`),
      ]);
      // The text that somebody is writing stays.
      const before = data.value?.rule.versions[0]?.expression;
      if (before === undefined || text.value === before) text.value = rule.versions[0]!.expression;
      data.value = { rule, versions, changes };
      error.value = null;
    } catch (reason) {
      isMissing.value = reason instanceof ApiError && reason.isMissing;
      error.value = messageOf(reason);
      return;
    }
    await readFigures();
  }

  async function readFigures(): Promise<void> {
    figures.value = await get<RuleFiguresList>('/api/v1/rules/figures').catch(() => figures.value);
  }

  useEffect(() => {
    void read();
    const timer = setInterval(() => {
      if (!document.hidden) void read();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [name]);

  const known = data.value;
  if (!known)
    return (
      <>
        <Heading title={words(name)} />
        {isMissing.value ? (
          <EmptyState text={`There is no rule ${name}.`}>
            <a class="btn" href="/rules">
              All rules
            </a>
          </EmptyState>
        ) : error.value ? (
          <LoadError what="Could not read the rule" why={error.value} onRetry={() => void read()} />
        ) : (
          <p class="muted" aria-busy="true">
            Loading…
          </p>
        )}
      </>
    );

  const { rule } = known;
  const newest = rule.versions[0]!;
  const life = (
    <>
      <Life data={known} tried={tried.value} onChanged={() => void read()} />
      <Figures rule={rule} figures={figures.value} />
    </>
  );
  const live = rule.versions.find(v => v.state === 'Live') ?? null;
  return (
    <>
      <div class="bar">
        <Heading title={words(name)} />
        {rule.versions.map(version => (
          <StatePill key={version.version} version={version} withNumber />
        ))}
        <span class="spacer" />
        <a class="btn" href={`/history?from=now-24h&rule=${encodeURIComponent(name)}`}>
          Flagged payments
        </a>
      </div>
      {error.value && <LoadError what="Could not refresh the rule" why={error.value} onRetry={() => void read()} />}
      <SetBack data={known} onChanged={() => void read()} />
      {may('RuleEditor', 'Analyst') ? (
        <Workbench text={text} live={live} tried={tried} below={life}>
          {check =>
            may('RuleEditor') && text.value !== newest.expression ? (
              <SaveForm text={text.value} rule={rule} canSave={check?.rule != null} onSaved={() => void read()} />
            ) : (
              <p class="muted">
                {may('RuleEditor') ? 'Change the text to make a new version. ' : 'The role RuleEditor may save changes. '}
                {newest.description}
              </p>
            )
          }
        </Workbench>
      ) : (
        <section class="card panel">
          <h2>Rule</h2>
          <code class="rule-code">{newest.expression}</code>
          <p class="rule-sentence">{newest.sentence}</p>
          <p class="muted">{newest.description}</p>
        </section>
      )}
      {!may('RuleEditor', 'Analyst') && <div class="two">{life}</div>}
      <Versions data={known} onChanged={() => void read()} />
      {may('RuleEditor', 'Analyst') && (
        <Examples
          title="How to write a rule"
          onText={example => {
            text.value = example;
          }}
        />
      )}
    </>
  );
}
