import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RuleDto, RuleFiguresDto, RuleFiguresList } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { age, count, none, words } from '../../lib/format.ts';
import { may } from '../../lib/session.ts';
import { dateTime, iso } from '../../lib/time.ts';
import { EmptyState, LoadError } from '../../parts/controls.tsx';
import { Heading } from '../../parts/page.tsx';
import { Examples } from './edit/examples.tsx';
import { figuresOf, sampleText } from './rule-data.ts';
import { Sparkline } from './sparkline.tsx';
import { StatePill } from './state-pill.tsx';
import { ImportRules } from './transfer/import.tsx';
import { LabelFile } from './transfer/label-file.tsx';
import { Recount } from './transfer/recount.tsx';

const REFRESH_MS = 15_000;

/** All rules: what each says, how far it has come, what it hits and how right it is. */
export function RuleList(): JSX.Element {
  const rules = useSignal<readonly RuleDto[] | null>(null);
  const figures = useSignal<RuleFiguresList | null>(null);
  const error = useSignal<string | null>(null);

  async function read(): Promise<void> {
    try {
      const list = await get<{ rules: RuleDto[] }>('/api/v1/rules');
      rules.value = list.rules;
      error.value = null;
      figures.value = await get<RuleFiguresList>('/api/v1/rules/figures');
    } catch (reason) {
      error.value = messageOf(reason);
    }
  }

  useEffect(() => {
    void read();
    const timer = setInterval(() => {
      if (!document.hidden) void read();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);

  const shown = rules.value;
  return (
    <>
      <div class="bar">
        <Heading title="Rules" />
        <span class="spacer" />
        <a class="btn" download="rules.txt" href="/api/v1/rules/export">
          Export as text
        </a>
        {may('RuleEditor', 'Analyst') && (
          <a class="btn primary" href="/rules?view=new">
            New rule
          </a>
        )}
      </div>
      {error.value && (
        <LoadError
          what={shown ? 'Could not refresh the rules' : 'Could not read the rules'}
          why={error.value}
          onRetry={() => void read()}
        />
      )}
      {shown === null && !error.value && (
        <p class="muted" aria-busy="true">
          Loading…
        </p>
      )}
      {shown?.length === 0 && <EmptyState text="There are no rules. Payments are not flagged." />}
      {shown && shown.length > 0 && (
        <div class="card">
          <table class="plain rule-list">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">State</th>
                <th scope="col">Hits per hour, 24 h</th>
                <th scope="col">Unknown</th>
                <th scope="col">Precision</th>
                <th scope="col">Last version</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(rule => (
                <Row key={rule.name} rule={rule} figures={figures.value} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {may('RuleEditor', 'Analyst') && <Examples title="Write a rule in three minutes" />}
      <div class="rule-files">
        {may('Analyst') && <LabelFile onLabelled={() => void read()} />}
        {may('RuleEditor', 'Analyst') && <Recount />}
        {may('RuleEditor') && <ImportRules onImported={() => void read()} />}
      </div>
    </>
  );
}

function Row({ rule, figures }: { rule: RuleDto; figures: RuleFiguresList | null }): JSX.Element {
  const newest = rule.versions[0]!;
  // The version that has come furthest says what the rule does; a newer draft is named beside it.
  const first = rule.versions.find(v => v.state === rule.state) ?? newest;
  const others = rule.versions.filter(v => v !== first);
  const counted = figuresOf(figures, rule.name, first.version);
  return (
    <tr>
      <td data-label="Rule">
        <div>
          <a class="rule-name" href={`/rules/${rule.name}`}>
            {words(rule.name)}
          </a>
          <p class="rule-says" title={first.sentence ?? undefined}>
            {first.sentence ?? first.canonical}
          </p>
          {first.problems.map(problem => (
            <p key={problem} class="error-text">
              Decides nothing: {problem}
            </p>
          ))}
        </div>
      </td>
      <td data-label="State">
        <div class="rule-states">
          <StatePill version={first} />
          {others.map(version => (
            <StatePill key={version.version} version={version} withNumber />
          ))}
        </div>
      </td>
      <td data-label="Hits, 24 h">{counted ? <Hits counted={counted} /> : <span class="muted">not in use</span>}</td>
      <td data-label="Unknown">
        {counted && <span title={`Of ${count(counted.asked)} payments since the start of the program`}>{count(counted.unknown)}</span>}
      </td>
      <td data-label="Precision">
        {counted && (
          <span>
            {counted.quality.precision.share === null ? none : `${count(counted.quality.precision.share * 100)} %`}
            <small class="muted">{sampleText(counted.quality)}</small>
          </span>
        )}
      </td>
      <td data-label="Last version">
        <span>
          {newest.version} by <bdi>{newest.by}</bdi>
          <br />
          <time class="muted" dateTime={newest.createdAt} title={`${iso(newest.createdAt)}: ${newest.reason}`}>
            {writtenAt(newest.createdAt)}
          </time>
        </span>
      </td>
    </tr>
  );
}

function Hits({ counted }: { counted: RuleFiguresDto }): JSX.Element {
  const total = counted.hitsPerHour.reduce((sum, hits) => sum + hits, 0);
  return (
    <span class="rule-hits">
      <Sparkline
        values={counted.hitsPerHour}
        label={`${count(total)} hits in 24 hours, ${count(counted.hitsPerHour.at(-1))} in this hour`}
      />
      <b>{count(total)}</b>
    </span>
  );
}

const DAY_MS = 86_400_000;

function writtenAt(at: string): string {
  const ms = Date.now() - Date.parse(at);
  return ms < DAY_MS ? `${age(ms)} ago` : dateTime(at);
}
