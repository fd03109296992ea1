import type { JSX } from 'preact';
import type { RuleDto, RuleFiguresDto, RuleFiguresList, RuleVersionDto } from '../../../contract.ts';
import { count, none, rate } from '../../../lib/format.ts';
import { estimateText, figuresOf, shareText, stateText } from '../rule-data.ts';
import { Sparkline } from '../sparkline.tsx';

const LINES: readonly (readonly [string, (f: RuleFiguresDto) => JSX.Element | string])[] = [
  ['Payments asked about', f => count(f.asked)],
  ['Hits', f => `${count(f.hits)} (${shareText(f.hits, f.asked)})`],
  ['Flags', f => count(f.flags)],
  ['Unknown', f => count(f.unknown)],
  [
    'Hits per hour, 24 h',
    f => <Sparkline values={f.hitsPerHour} label={`${count(f.hitsPerHour.reduce((sum, hits) => sum + hits, 0))} hits in 24 hours`} />,
  ],
  ['Stored decisions', f => count(f.decisions)],
  ['Precision', f => estimateText(f.quality.precision)],
  ['Recall', f => estimateText(f.quality.recall)],
  ['Hits without a label', f => count(f.quality.unlabelled)],
  ['Cost of a payment', f => (f.meanCostMicroseconds > 0 ? `${rate(f.meanCostMicroseconds)} µs` : none)],
];

/** What the versions in use did, side by side: how a shadow differs from the live version is seen here before it goes live. */
export function Figures({ rule, figures }: { rule: RuleDto; figures: RuleFiguresList | null }): JSX.Element {
  const shown = rule.versions.flatMap(version => {
    const counted = figuresOf(figures, rule.name, version.version);
    return counted ? [{ version, counted }] : [];
  });
  return (
    <section class="card panel" aria-labelledby="figures-title">
      <h2 id="figures-title">{shown.length > 1 ? 'Side by side' : 'What it did'}</h2>
      {shown.length === 0 ? (
        <p class="muted">{figures ? 'No version is in use. Figures begin in Shadow.' : 'Loading…'}</p>
      ) : (
        <div class="scroll-x">
          <table class="side">
            <thead>
              <tr>
                <td />
                {shown.map(({ version }) => (
                  <th key={version.version} scope="col">
                    {columnTitle(version)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {LINES.map(([title, cell]) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  {shown.map(({ version, counted }) => (
                    <td key={version.version}>{cell(counted)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length > 0 && (
        <p class="muted">The first four lines and the cost count since the start of the program; the others come from the store.</p>
      )}
    </section>
  );
}

const columnTitle = (version: RuleVersionDto): string => `${stateText(version)}, version ${version.version}`;
