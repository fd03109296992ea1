import type { JSX } from 'preact';
import type { ProfileDto, ProfilePoint } from '../../contract.ts';
import { amount, compact, count } from '../../lib/format.ts';
import { go } from '../../lib/router.ts';
import { axisLabels, dateTime } from '../../lib/time.ts';
import { scatter } from './points.ts';

const WIDTH = 640;
const HEIGHT = 160;
const RADIUS = 4;
const LABELS = 4;

/** The newest payments in the main currency: time from the left, size of the amount from below. */
export function Amounts({ profile }: { profile: ProfileDto }): JSX.Element | null {
  const currency = profile.amounts[0]?.currency ?? '';
  const found = scatter(profile.newest, currency);
  if (!found) return null;
  const { marks, from, to, low, high } = found;
  const summary = `${count(marks.length)} payments in ${currency} between ${dateTime(from)} and ${dateTime(to)}`;
  return (
    <section class="card panel" aria-labelledby="amounts-title">
      <h2 id="amounts-title">Newest payments in {currency}</h2>
      <ul class="legend" aria-hidden="true">
        <li>
          <i class="mark ok" /> completed or unfinished
        </li>
        <li>
          <i class="mark flagged" /> flagged
        </li>
        <li>
          <i class="mark failed" /> failed
        </li>
      </ul>
      <div class="scatter">
        <span class="scale" aria-hidden="true">
          <span>{compact(high)}</span>
          <span>{compact(low)}</span>
        </span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
          {marks.map(({ point, x, y }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the pointer; the same payments are links in the history.
            <circle
              key={point.id}
              class={toneOf(point)}
              cx={RADIUS + x * (WIDTH - 2 * RADIUS)}
              cy={HEIGHT - RADIUS - y * (HEIGHT - 2 * RADIUS)}
              r={RADIUS}
              onClick={() => go(`/tx/${point.id}`)}
            >
              <title>{`${dateTime(point.createdAt)} · ${amount(point.amount, point.currency)} ${point.currency} · ${point.status}`}</title>
            </circle>
          ))}
        </svg>
      </div>
      <div class="axis" aria-hidden="true">
        {to > from && axisLabels(from, to, LABELS, Date.now()).map((label, i) => <span key={i}>{label}</span>)}
      </div>
    </section>
  );
}

const toneOf = (point: ProfilePoint): string => (point.status === 'Failed' ? 'failed' : point.isFlagged ? 'flagged' : 'ok');
