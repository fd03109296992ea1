import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import { none } from '../../../lib/format.ts';
import { clock } from '../../../lib/time.ts';
import { series, seriesVersion } from '../../../live/state.ts';
import type { ChartDefinition, Selection } from './definition.ts';
import { drawChart } from './drawing.ts';

/** The table of a chart shows this many of its newest points. */
const TABLE_POINTS = 20;

export function Chart({ def }: { def: ChartDefinition }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const asTable = useSignal(false);
  const selected = useSignal<Selection | null>(null);
  const isTable = asTable.value;

  useEffect(() => {
    if (isTable) return;
    return drawChart(def, box.current!, legend.current!, range => {
      selected.value = range;
    });
  }, [def, isTable]);

  return (
    <figure class="card chart" aria-label={def.title}>
      <div class="chart-head">
        <h2>{def.title}</h2>
        <span>{def.unit}</span>
        <button
          type="button"
          class="btn quiet"
          aria-pressed={isTable}
          onClick={() => {
            asTable.value = !isTable;
            selected.value = null;
          }}
        >
          Table<span class="vh"> of {def.title}</span>
        </button>
        <ul class="legend" ref={legend}>
          {def.lines.map(line => (
            <li key={line.name}>
              <svg width="16" height="8" aria-hidden="true">
                <line x1="0" y1="4" x2="16" y2="4" stroke={`var(${line.color})`} stroke-width="2" stroke-dasharray={line.dash?.join(' ')} />
              </svg>
              {line.name} <b>{none}</b>
            </li>
          ))}
        </ul>
      </div>
      {isTable ? (
        <PointsTable def={def} />
      ) : (
        <div class="plot" ref={box} role="img" aria-label={`Line chart of ${def.title}; the button Table shows its points`} />
      )}
      {selected.value && (
        <a
          class="btn s selection"
          href={`/history?from=${new Date(selected.value.from).toISOString()}&to=${new Date(selected.value.to).toISOString()}`}
        >
          Open {clock(selected.value.from)}–{clock(selected.value.to)} in History
        </a>
      )}
    </figure>
  );
}

function PointsTable({ def }: { def: ChartDefinition }): JSX.Element {
  void seriesVersion.value;
  const from = Math.max(0, series.at.length - TABLE_POINTS);
  const points = series.at
    .slice(from)
    .map((at, i) => ({ at, values: def.lines.map(line => line.column()[from + i]) }))
    .reverse();
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={`Newest points of ${def.title}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {def.lines.map(line => (
              <th scope="col" key={line.name}>
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(p => (
            <tr key={p.at}>
              <td>{clock(p.at * 1000)}</td>
              {p.values.map((v, i) => (
                <td key={i}>{v == null ? none : def.exact(v)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
