import type { JSX } from 'preact';
import type { ProfileDto } from '../../contract.ts';
import { count, pad } from '../../lib/format.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = 24;
const CELL = 20;
const LEFT = 36;
const TOP = 16;

/** The hours of the week in which the payments were made: the fuller a cell, the more payments. */
export function Hours({ profile }: { profile: ProfileDto }): JSX.Element {
  const most = Math.max(1, ...profile.hours);
  const at = profile.hours.indexOf(most);
  const nameOf = (hour: number): string => `${DAYS[Math.floor(hour / HOURS)]} ${pad(hour % HOURS)}:00`;
  const summary = at < 0 ? 'No payment' : `Most payments, ${count(most)}, in the hour of ${nameOf(at)}`;
  return (
    <section class="card panel" aria-labelledby="hours-title">
      <h2 id="hours-title">Hours of the week ({profile.zone})</h2>
      <svg class="heat" viewBox={`0 0 ${LEFT + HOURS * CELL} ${TOP + DAYS.length * CELL}`} role="img" aria-label={summary}>
        {[0, 6, 12, 18].map(hour => (
          <text key={hour} x={LEFT + hour * CELL} y={TOP - 4}>
            {pad(hour)}
          </text>
        ))}
        {DAYS.map((day, i) => (
          <text key={day} x="0" y={TOP + i * CELL + 14}>
            {day}
          </text>
        ))}
        {profile.hours.map((payments, hour) => (
          <rect
            key={hour}
            x={LEFT + (hour % HOURS) * CELL + 1}
            y={TOP + Math.floor(hour / HOURS) * CELL + 1}
            width={CELL - 2}
            height={CELL - 2}
            rx="2"
            class={payments === 0 ? 'none' : 'some'}
            fill-opacity={payments === 0 ? 1 : 0.25 + 0.75 * (payments / most)}
          >
            <title>{`${nameOf(hour)}: ${count(payments)}`}</title>
          </rect>
        ))}
      </svg>
    </section>
  );
}
