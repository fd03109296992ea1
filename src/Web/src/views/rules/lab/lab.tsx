import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RuleCurve, RuleVersionDto, TryReport } from '../../../contract.ts';
import { count } from '../../../lib/format.ts';
import { query, setQuery } from '../../../lib/router.ts';
import { dateTime } from '../../../lib/time.ts';
import { Segmented } from '../../../parts/controls.tsx';
import type { RuleCheck } from '../../../parts/rules/use-rule-check.ts';
import { estimateText, shareText } from '../rule-data.ts';
import { Breakdowns } from './breakdown.tsx';
import { Curve } from './curve.tsx';
import { Against, FirstMatches, NearMisses } from './matches.tsx';
import { type Step, stepAt, stepsOf, withLimit } from './threshold-text.ts';
import { type Lab as LabState, type Tried, useLab } from './use-lab.ts';

const RANGES = [
  ['now-1h', '1 h'],
  ['now-24h', '24 h'],
  ['now-7d', '7 d'],
  ['now-30d', '30 d'],
  ['all', 'All'],
] as const;
type Range = (typeof RANGES)[number][0];

interface Props {
  text: string;
  check: RuleCheck | null;
  /** The live version of the rule; null when there is none. */
  live: RuleVersionDto | null;
  onText: (text: string) => void;
  /** The newest answer, which a step to Live can promise. */
  onTried: (tried: Tried) => void;
}

/** What the rule would have done to the stored payments. It changes nothing. */
export function Lab({ text, check, live, onText, onTried }: Props): JSX.Element {
  const range = RANGES.find(([name]) => name === query.value.get('range'))?.[0] ?? 'now-24h';
  const number = useSignal(1);
  // A limit that was dragged, and the text that has it: its figure comes from the curve, without a new question.
  const moved = useSignal<{ text: string; step: Step } | null>(null);
  const current = check?.text === text ? check : null;
  const isLiveText = live !== null && current?.rule?.canonical === live.canonical;
  const against = live && !isLiveText && live.problems.length === 0 ? live.canonical : null;
  const lab = useLab(current, { range: range === 'all' ? '' : range, number: number.value, against });
  const tried = lab.tried.value;

  const isMoved = moved.value !== null && moved.value.text === text;
  useEffect(() => {
    if (tried) onTried(tried);
  }, [tried]);

  function setLimit(curve: Pick<RuleCurve, 'number'>, limit: string, step: Step | null): void {
    // The comparison as the text has it now: it may have been dragged already.
    const rule = check?.rule;
    const found = rule?.numbers.find(n => n.number === curve.number);
    if (!rule || !found || !check || (check.text !== text && !isMoved)) return;
    const next = withLimit(check.text, rule.canonical, found, rule.numbers, limit);
    moved.value = step && { text: next, step };
    onText(next);
  }

  const isOld = !isMoved && !lab.isCurrent;
  const numbers = check?.rule?.numbers ?? [];
  return (
    <section class="card panel lab" aria-labelledby="lab-title" aria-busy={lab.runningSince.value !== null}>
      <div class="bar">
        <h2 id="lab-title">What it would have flagged</h2>
        <span class="spacer" />
        <Segmented
          label="Range"
          value={range as Range}
          choices={RANGES}
          onChange={to => setQuery({ range: to === 'now-24h' ? null : to }, { replace: true })}
        />
        <RunButton lab={lab} />
      </div>
      {lab.error.value && <p class="bad">Not tried: {lab.error.value}</p>}
      {!tried && !lab.error.value && (
        <p class="muted">{lab.runningSince.value ? 'Trying…' : 'Write a rule: the lab tries it over the stored payments.'}</p>
      )}
      {tried && (
        <>
          <Headline report={tried.report} step={isMoved ? moved.value!.step : null} isOld={isOld} />
          {tried.report.curve && (
            <>
              {numbers.length > 1 && (
                <label class="field">
                  Number to move
                  <select
                    class="input"
                    value={Math.min(number.value, numbers.length)}
                    onChange={e => {
                      number.value = Number(e.currentTarget.value);
                    }}
                  >
                    {numbers.map(n => (
                      <option key={n.number} value={n.number}>
                        {n.limit} in {n.text}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <Threshold
                curve={tried.report.curve}
                step={isMoved ? moved.value!.step : null}
                onStep={step => setLimit(tried.report.curve!, step.limit, step)}
              />
            </>
          )}
          <div class={isOld || isMoved ? 'lab-details old-details' : 'lab-details'}>
            {(isOld || isMoved) && <p class="muted">The details below are those of: {tried.report.canonical}</p>}
            <Breakdowns report={tried.report} />
            <Against report={tried.report} version={live?.version ?? null} />
            <NearMisses report={tried.report} onLimit={(of, limit) => setLimit({ number: of }, limit, null)} />
            <FirstMatches report={tried.report} />
            {tried.report.notes.map(note => (
              <p key={note} class="muted">
                {note}
              </p>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function RunButton({ lab }: { lab: LabState }): JSX.Element {
  return lab.runningSince.value ? (
    <>
      <span class="muted running">Trying…</span>
      <button type="button" class="btn s" onClick={lab.cancel}>
        Cancel
      </button>
    </>
  ) : (
    <button type="button" class="btn s" aria-disabled={!lab.canRun} onClick={lab.run}>
      Try
    </button>
  );
}

function Threshold({ curve, step, onStep }: { curve: RuleCurve; step: Step | null; onStep: (step: Step) => void }): JSX.Element {
  const steps = stepsOf(curve);
  if (!curve.isComplete || steps.length < 2) return <p class="muted">There is no curve for {curve.text}: too few or too many values.</p>;
  const at = stepAt(steps, step?.limit ?? curve.limit);
  return (
    <div>
      <p class="curve-title">
        <code>{curve.text}</code> with <b>{steps[at]!.limit}</b>: <b>{count(steps[at]!.flagged)} flagged</b>
      </p>
      <Curve steps={steps} at={at} text={curve.text} onStep={to => onStep(steps[to]!)} />
    </div>
  );
}

function Headline({ report, step, isOld }: { report: TryReport; step: Step | null; isOld: boolean }): JSX.Element {
  const flagged = step?.flagged ?? report.flagged;
  return (
    <>
      <dl class={isOld ? 'stat old-details' : 'stat'}>
        <div>
          <dt>Flagged</dt>
          <dd id="lab-flagged">
            {count(flagged)}
            <small>{shareText(flagged, report.payments)}</small>
          </dd>
        </div>
        <div>
          <dt>Accounts</dt>
          <dd>{step ? '…' : count(report.flaggedAccounts)}</dd>
        </div>
        <div>
          <dt>Unknown</dt>
          <dd>{count(report.unknown)}</dd>
        </div>
        <div>
          <dt>Payments</dt>
          <dd>{count(report.payments)}</dd>
        </div>
        {report.quality && (
          <>
            <div>
              <dt>Precision</dt>
              <dd class="small">{estimateText(report.quality.precision)}</dd>
            </div>
            <div>
              <dt>Recall</dt>
              <dd class="small">{estimateText(report.quality.recall)}</dd>
            </div>
          </>
        )}
      </dl>
      {!report.isComplete && (
        <p class="warn">The range has more payments than a try judges. It came as far as {dateTime(report.judgedTo)}.</p>
      )}
    </>
  );
}
