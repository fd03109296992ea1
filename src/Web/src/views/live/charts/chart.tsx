import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import { none } from '../../../lib/format.ts';
import { query, setQuery } from '../../../lib/router.ts';
import { clock } from '../../../lib/time.ts';
import { buckets } from '../../../live/state.ts';
import { readLiveAddress, spanText } from '../address.ts';
import type { ChartDefinition } from './definition.ts';
import { drawChart } from './drawing.ts';

/** The table of a chart shows this many of its newest buckets. */
const TABLE_ROWS = 20;

const events = {
  span: () => readLiveAddress(query.value).value.span,
  select: (span: { from: number; to: number }) => setQuery({ span: spanText(span) }),
};

interface Props {
  def: ChartDefinition;
  /** The figure of the window, which stands beside the title. */
  children: ComponentChildren;
}

export function Chart({ def, children }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const asTable = useSignal(false);
  const isTable = asTable.value;
  const data = buckets.value;

  useEffect(() => {
    if (isTable) return;
    return drawChart(def, box.current!, head.current!, events);
  }, [def, isTable]);

  return (
    <figure class="card chart" id={`chart-${def.id}`} aria-label={def.title}>
      <div class="chart-head" ref={head}>
        <h2>{def.title}</h2>
        <span class="figure">{children}</span>
        <p class="unit">
          <span class="at" />
          {data ? def.unit(data) : none}
        </p>
        <button
          type="button"
          class="btn quiet"
          aria-pressed={isTable}
          onClick={() => {
            asTable.value = !isTable;
          }}
        >
          Table<span class="vh"> of {def.title}</span>
        </button>
        <ul class="legend">
          {def.colors.map(color => (
            <li key={color} hidden>
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" fill={`var(${color})`} />
              </svg>
              <span /> <b>{none}</b>
            </li>
          ))}
        </ul>
      </div>
      {isTable ? (
        <BucketsTable def={def} />
      ) : (
        <div
          class="plot"
          ref={box}
          role="img"
          aria-label={`Chart of ${def.title}; the button Table shows its figures. Drag over it to see what changed in that time.`}
        />
      )}
    </figure>
  );
}

function BucketsTable({ def }: { def: ChartDefinition }): JSX.Element {
  const data = buckets.value;
  const parts = data ? def.parts(data).filter(part => part.name !== '') : [];
  const newest = data ? data.at.map((_, i) => i).slice(-TABLE_ROWS) : [];
  return (
    <div class="chart-table" tabIndex={0} role="region" aria-label={`Newest figures of ${def.title}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {parts.map(part => (
              <th scope="col" key={part.name}>
                {part.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.reverse().map(i => (
            <tr key={data!.at[i]}>
              <td>{clock(data!.at[i]! * 1000)}</td>
              {parts.map(part => (
                <td key={part.name}>{part.values[i] == null ? none : def.exact(part.values[i], data!, i)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
