import type { JSX } from 'preact';
import { count } from '../../lib/format.ts';

const HEIGHT = 24;
const STEP = 4;

/** Bars of one figure over time, the newest on the right. The label says what they show. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }): JSX.Element {
  const top = Math.max(1, ...values);
  return (
    <svg class="sparkline" viewBox={`0 0 ${values.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>
        {label}, at most {count(Math.max(0, ...values))} in an hour
      </title>
      {values.map((value, i) => {
        const height = value === 0 ? 1 : Math.max(2, (value / top) * HEIGHT);
        return <rect key={i} class={value === 0 ? 'none' : undefined} x={i * STEP} y={HEIGHT - height} width={STEP - 1} height={height} />;
      })}
    </svg>
  );
}
