import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RuleState, RuleVersionDto } from '../../../contract.ts';
import { percent } from '../../../lib/format.ts';
import { may } from '../../../lib/session.ts';
import { Field } from '../../../parts/controls.tsx';
import type { Tried } from '../lab/use-lab.ts';
import { stateText } from '../rule-data.ts';
import type { RuleData } from '../rule-page.tsx';
import { type Change, ChangeDialog } from './change-dialog.tsx';
import { type LifeStep, promisedShare, stepsFrom } from './steps.ts';

const PATH: readonly RuleState[] = ['Draft', 'Shadow', 'Rollout', 'Live', 'Retired'];

interface Props {
  data: RuleData;
  tried: Tried | null;
  onChanged: () => void;
}

/** How far the versions have come, and the steps that they may take. */
export function Life({ data: { rule }, tried, onChanged }: Props): JSX.Element {
  const change = useSignal<Change | null>(null);
  return (
    <section class="card panel" aria-labelledby="life-title">
      <h2 id="life-title">The way to Live</h2>
      {rule.versions.map(version => (
        <VersionLife
          key={version.version}
          version={version}
          versions={rule.versions}
          onStep={step => {
            change.value = changeOf(version, step, promisedShare(version, tried?.report ?? null));
          }}
          onApprove={() => {
            change.value = {
              title: `Approve version ${version.version}`,
              says: 'A second person has looked at the version and agrees. Its author cannot approve it.',
              button: 'Approve',
              call: 'approve',
              body: { version: version.version },
            };
          }}
        />
      ))}
      {!may('RuleEditor') && <p class="muted">The role RuleEditor may take these steps.</p>}
      {change.value && (
        <ChangeDialog
          rule={rule}
          change={change.value}
          onChanged={onChanged}
          onClose={() => {
            change.value = null;
          }}
        />
      )}
    </section>
  );
}

interface VersionProps {
  version: RuleVersionDto;
  versions: readonly RuleVersionDto[];
  onStep: (step: LifeStep) => void;
  onApprove: () => void;
}

function VersionLife({ version, versions, onStep, onApprove }: VersionProps): JSX.Element {
  const steps = stepsFrom(version, versions);
  return (
    <div class="version-life">
      <h3>Version {version.version}</h3>
      <ol class="life-path" aria-label={`Version ${version.version} is in ${stateText(version)}`}>
        {PATH.map(state => (
          <li key={state} aria-current={state === version.state ? 'step' : undefined}>
            {state === version.state ? stateText(version) : state}
          </li>
        ))}
      </ol>
      {version.approvedBy && <p class="muted">Approved by {version.approvedBy}.</p>}
      {may('RuleEditor') && steps.length > 0 && (
        <>
          {version.state !== 'Live' && (
            <p class="muted">
              {steps[0]!.button}: {steps[0]!.says}
            </p>
          )}
          <div class="bar">
            {steps.map((step, i) => (
              <button
                key={step.to}
                type="button"
                class={`btn s${i === 0 && version.state !== 'Live' ? ' primary' : ''}`}
                title={step.says}
                aria-label={`${step.button}: version ${version.version}`}
                onClick={() => onStep(step)}
              >
                {step.button}
              </button>
            ))}
            {!version.approvedBy && version.state !== 'Live' && (
              <button type="button" class="btn s quiet" aria-label={`Approve: version ${version.version}`} onClick={onApprove}>
                Approve
              </button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function changeOf(version: RuleVersionDto, step: LifeStep, share: number | null): Change {
  const isFlagging = step.to === 'Rollout' || step.to === 'Live';
  return {
    title: `${step.button}: version ${version.version}`,
    says: step.says,
    button: step.button,
    call: 'state',
    body: { state: step.to, version: version.version },
    fields: errors =>
      isFlagging && (
        <>
          {step.to === 'Rollout' && (
            <Field label="Share of the accounts, in %" id="change-percent" error={errors.percent?.[0]} hint="1 to 99">
              {d => (
                <input class="input" {...d} name="percent" type="number" min={1} max={99} defaultValue={String(version.percent || 10)} />
              )}
            </Field>
          )}
          <Field
            label="Expected share of payments, in %"
            id="change-share"
            error={errors.expectedShare?.[0]}
            hint={
              share === null
                ? 'Empty when nobody knows. Beyond a multiple of it the program takes the version back to Shadow.'
                : `The try says ${percent(share)} %. Beyond a multiple of it the program takes the version back to Shadow.`
            }
          >
            {d => (
              <input
                class="input"
                {...d}
                name="share"
                type="number"
                min={0}
                max={100}
                step="any"
                defaultValue={share === null ? '' : String(Number((share * 100).toPrecision(3)))}
              />
            )}
          </Field>
        </>
      ),
    read: data => ({
      ...(step.to === 'Rollout' ? { percent: Number(data.get('percent')) } : {}),
      ...(data.get('share') ? { expectedShare: Number(data.get('share')) / 100 } : {}),
    }),
  };
}
