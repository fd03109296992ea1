import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RuleChangeDto, RuleChangeKind, RuleDiff, RuleVersionDto } from '../../../contract.ts';
import { get, messageOf } from '../../../lib/api.ts';
import { may } from '../../../lib/session.ts';
import { dateTime, iso } from '../../../lib/time.ts';
import { stateText } from '../rule-data.ts';
import type { RuleData } from '../rule-page.tsx';
import { type Change, ChangeDialog } from './change-dialog.tsx';
import { changeText } from './change-text.ts';

/** All versions, newest first, each with its author, its reason and how it differs from the one it was made of; and who changed what. */
export function Versions({ data: { rule, versions, changes }, onChanged }: { data: RuleData; onChanged: () => void }): JSX.Element {
  const change = useSignal<Change | null>(null);
  return (
    <section class="card panel" aria-labelledby="versions-title">
      <h2 id="versions-title">Versions</h2>
      <ol class="versions">
        {versions.map(version => (
          <li key={version.version}>
            <p>
              <b>Version {version.version}</b> · {stateText(version)} · <bdi>{version.by}</bdi>
              {version.isAsserted && <span class="muted"> (as given)</span>} ·{' '}
              <time dateTime={version.createdAt} title={iso(version.createdAt)}>
                {dateTime(version.createdAt)}
              </time>
            </p>
            <p>{version.reason}</p>
            <Difference version={version} />
            {may('RuleEditor') && version.version !== versions[0]!.version && (
              <button
                type="button"
                class="btn s"
                aria-label={`Roll back to version ${version.version}`}
                onClick={() => {
                  change.value = {
                    title: `Roll back to version ${version.version}`,
                    says:
                      `It makes version ${versions[0]!.version + 1}, a draft that says what version ${version.version} says. ` +
                      'What is in use stays until that draft is published.',
                    button: 'Roll back',
                    call: 'rollback',
                    body: { version: version.version },
                  };
                }}
              >
                Roll back to this
              </button>
            )}
          </li>
        ))}
      </ol>
      <details>
        <summary>Every change ({changes.length})</summary>
        <ol class="changes">
          {changes.map(line => (
            <ChangeLine key={line.id} line={line} />
          ))}
        </ol>
      </details>
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

const WORDS: Record<RuleChangeKind, string> = {
  Created: 'created',
  Changed: 'changed',
  RolledBack: 'rolled back',
  Moved: 'moved',
  Approved: 'approved',
  Replaced: 'replaced',
  Stopped: 'set back by the program',
  Restored: 'restored',
};

const ChangeLine = ({ line }: { line: RuleChangeDto }): JSX.Element => (
  <li>
    <time class="muted" dateTime={line.at} title={iso(line.at)}>
      {dateTime(line.at)}
    </time>{' '}
    Version {line.version} {changeText(line, WORDS[line.kind])} by <bdi>{line.by}</bdi>: {line.reason}
  </li>
);

/** What the version says. A click shows the words that differ from the version it was made of. */
function Difference({ version }: { version: RuleVersionDto }): JSX.Element {
  const diff = useSignal<RuleDiff | null>(null);
  const error = useSignal<string | null>(null);

  async function open(): Promise<void> {
    try {
      diff.value = await get<RuleDiff>(`/api/v1/rules/${version.rule}/versions/${version.parent}/diff/${version.version}`);
      error.value = null;
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  return (
    <>
      <code class="rule-code">
        {diff.value
          ? diff.value.parts.map((part, i) =>
              part.change === 'removed' ? (
                <del key={i}>{part.text} </del>
              ) : part.change === 'added' ? (
                <ins key={i}>{part.text} </ins>
              ) : (
                `${part.text} `
              ),
            )
          : version.canonical}
      </code>
      {diff.value && (
        <p class="muted">
          {diff.value.isSame ? 'The text says the same. ' : ''}
          {diff.value.fields.length > 0 && `Changed as well: ${diff.value.fields.join(', ')}.`}
        </p>
      )}
      {error.value && <p class="error-text">Not compared: {error.value}</p>}
      {version.parent !== null && !diff.value && (
        <button
          type="button"
          class="btn s quiet"
          aria-label={`Compare version ${version.version} with version ${version.parent}`}
          onClick={() => void open()}
        >
          Compare with version {version.parent}
        </button>
      )}
    </>
  );
}
