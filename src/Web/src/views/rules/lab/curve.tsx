import type { JSX, TargetedPointerEvent } from 'preact';
import { count } from '../../../lib/format.ts';
import type { Step } from './threshold-text.ts';

const WIDTH = 400;
const HEIGHT = 120;

interface Props {
  steps: readonly Step[];
  at: number;
  /** The comparison that is moved, for screen readers. */
  text: string;
  onStep: (at: number) => void;
}

/**
 * How many payments the rule would flag with each value of one of its numbers. The values stand at equal distances, as they lie in the
 * payments. The curve is dragged with the pointer, and the slider below it with the arrow keys.
 */
export function Curve({ steps, at, text, onStep }: Props): JSX.Element {
  const last = steps.length - 1;
  const top = Math.max(1, ...steps.map(s => s.flagged));
  const x = (i: number): number => (last === 0 ? 0 : (i / last) * WIDTH);
  const y = (flagged: number): number => HEIGHT - (flagged / top) * (HEIGHT - 4);
  const line = steps.map((step, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(step.flagged).toFixed(1)}`).join('');
  const shown = steps[at]!;

  function follow(event: TargetedPointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    onStep(Math.round(share * last));
  }

  return (
    <div class="curve">
      <div class="curve-scale muted" aria-hidden="true">
        <span>{count(top)} flagged</span>
        <span>0</span>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerDown={e => {
          e.currentTarget.setPointerCapture(e.pointerId);
          follow(e);
        }}
        onPointerMove={e => {
          if (e.currentTarget.hasPointerCapture(e.pointerId)) follow(e);
        }}
      >
        <path class="area" d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
        <path class="line" d={line} />
        <line class="at" x1={x(at)} x2={x(at)} y1="0" y2={HEIGHT} />
      </svg>
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={at}
        aria-label={`Limit of ${text}`}
        aria-valuetext={`${shown.limit}: ${count(shown.flagged)} flagged`}
        onInput={e => onStep(Number(e.currentTarget.value))}
      />
      <div class="curve-ends muted" aria-hidden="true">
        <span>{steps[0]!.limit}</span>
        <span>{steps[last]!.limit}</span>
      </div>
    </div>
  );
}
