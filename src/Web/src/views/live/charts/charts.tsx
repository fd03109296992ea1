import type { JSX } from 'preact';
import { count, none, percent } from '../../../lib/format.ts';
import { buckets, metrics, status } from '../../../live/state.ts';
import type { Window } from '../address.ts';
import { hourSeconds, pointsText } from '../figures/change-text.ts';
import { windowOf } from '../figures/windows.ts';
import { Chart } from './chart.tsx';
import { CHARTS } from './definitions.ts';

/** The two charts that say how the payments go, each with its figure of the window. */
export function Charts({ window }: { window: Window }): JSX.Element {
  const [approval, failures] = CHARTS;
  return (
    <div class="charts">
      <Chart def={approval!}>
        <ApprovalFigure window={window} />
      </Chart>
      <Chart def={failures!}>
        <FailedFigure window={window} />
      </Chart>
    </div>
  );
}

const SPAN = { '1m': 'now-1m', '5m': 'now-5m', '1h': 'now-1h' } as const;

/** Only an incident gives a figure a colour: a figure alone does not say what is usual. */
const toneOf = (): string => (status.value?.incidents.some(i => i.measure === 'FailureRate' && i.endedAt === null) ? ' bad' : '');

function ApprovalFigure({ window }: { window: Window }): JSX.Element {
  const m = metrics.value;
  const w = m && windowOf(m, window);
  const hour = m && window !== '1h' && w!.count > 0 && hourSeconds(buckets.value) ? pointsText(w!.successRate, m.lastHour.successRate) : '';
  return (
    <>
      <b class={`v${toneOf()}`}>{w && w.count > 0 ? percent(w.successRate) : none}</b> %<small>{hour}</small>
    </>
  );
}

function FailedFigure({ window }: { window: Window }): JSX.Element {
  const m = metrics.value;
  const w = m && windowOf(m, window);
  return (
    <>
      <a href={`/history?from=${SPAN[window]}&state=failed`} title="Failed payments of all that completed or failed">
        <b class={`v${toneOf()}`}>{w ? count(w.failed) : none}</b> of {w ? count(w.count) : none}
      </a>
      <small>{w ? `${count(w.flagged)} flagged` : ''}</small>
    </>
  );
}
