import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ExplainReport } from '../../../contract.ts';
import { get, messageOf } from '../../../lib/api.ts';
import { setQuery } from '../../../lib/router.ts';
import { clock } from '../../../lib/time.ts';
import { status } from '../../../live/state.ts';
import type { Span } from '../address.ts';
import { linesOf, linkTo, MEASURE_WORD, remarksOf } from './explanation.ts';
import './change.css';

/** The first lines explain the most. */
const MAX_LINES = 6;

/** What explains the change of a span that the viewer has chosen; without one, of the worst open incident. */
export function WhatChanged({ span, onClose }: { span: Span | null; onClose: () => void }): JSX.Element {
  const asked = useExplanation(span);
  const report = span ? asked.report : (status.value?.incident?.explanation ?? null);
  return (
    <section class="card change" aria-labelledby="change-title" aria-busy={!report && !asked.problem}>
      <div class="card-head">
        <h2 id="change-title">What changed</h2>
        {report && (
          <span class="muted">
            {clock(report.span.from)}–{clock(report.span.to)}, compared with the hour before
          </span>
        )}
        <span class="spacer" />
        {report && (
          <a class="btn s" href={linkTo({}, report.measure, report.span.from, report.span.to)}>
            Open in History
          </a>
        )}
        <button
          type="button"
          class="btn s quiet"
          onClick={() => {
            if (span) setQuery({ span: null });
            else onClose();
          }}
        >
          Close<span class="vh"> what changed</span>
        </button>
      </div>
      {report ? <Lines report={report} /> : <p class="state">{asked.problem ?? 'Comparing…'}</p>}
    </section>
  );
}

function useExplanation(span: Span | null): { report: ExplainReport | null; problem: string | null } {
  const [answer, setAnswer] = useState<{ report: ExplainReport | null; problem: string | null }>({ report: null, problem: null });
  useEffect(() => {
    setAnswer({ report: null, problem: null });
    if (!span) return;
    const leaving = new AbortController();
    const [from, to] = [span.from, span.to].map(at => new Date(at).toISOString());
    get<ExplainReport>(`/api/v1/explain?measure=failureRate&from=${from}&to=${to}`, leaving.signal).then(
      report => setAnswer({ report, problem: null }),
      error => {
        if (!leaving.signal.aborted) setAnswer({ report: null, problem: `Could not compare: ${messageOf(error)}` });
      },
    );
    return () => leaving.abort();
  }, [span?.from, span?.to]);
  return answer;
}

function Lines({ report }: { report: ExplainReport }): JSX.Element {
  const word = MEASURE_WORD[report.measure];
  return (
    <div class="lines" tabIndex={0} role="region" aria-label="Parts of the payments, the one that explains most first">
      <table>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" class="n">
              {word}
            </th>
            <th scope="col" class="n">
              share
            </th>
            <th scope="col" class="n">
              usually
            </th>
            <th scope="col" class="n">
              of the change
            </th>
            <th scope="col" class="n">
              all others
            </th>
          </tr>
        </thead>
        <tbody>
          {linesOf(report)
            .slice(0, MAX_LINES)
            .map(line => (
              <tr key={line.name}>
                <td>
                  {line.href === null ? (
                    line.name
                  ) : (
                    <a href={line.href} title={`${line.name}: open its ${word} payments in History`}>
                      <bdi>{line.name}</bdi>
                    </a>
                  )}
                </td>
                <td class="n">{line.payments}</td>
                <td class="n">
                  <b>{line.share}</b>
                </td>
                <td class="n">{line.usual}</td>
                <td class="n">{line.ofChange}</td>
                <td class="n">{line.without}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {remarksOf(report).map(remark => (
        <p key={remark} class="muted">
          {remark}
        </p>
      ))}
    </div>
  );
}
