import type { JSX } from 'preact';
import type { SimulatorStatus } from '../../contract.ts';
import { count } from '../../lib/format.ts';

const PRESETS: readonly (readonly [name: string, perSecond: number, text: string])[] = [
  ['Quiet', 1, 'One per second: slow enough to follow each transaction by eye.'],
  ['Steady', 10, 'A small shop. The simulator starts with this rate.'],
  ['Busy', 100, 'A medium-sized payment provider.'],
  ['Rush', 1_000, 'A sales day. The table shows a part of each update and says so.'],
];

interface PresetsProps {
  status: SimulatorStatus | null;
  isBusy: boolean;
  onUse: (perSecond: number) => void;
}

export function Presets({ status, isBusy, onUse }: PresetsProps): JSX.Element {
  return (
    <div class="presets">
      {PRESETS.map(([name, perSecond, text]) => (
        <div class="preset" key={name}>
          <b>
            {name} · {count(perSecond)} tx/s
          </b>
          <p>{text}</p>
          <button
            type="button"
            class="btn s"
            disabled={!status || isBusy}
            aria-pressed={Boolean(status?.enabled && status.transactionsPerSecond === perSecond)}
            onClick={() => onUse(perSecond)}
          >
            Use<span class="vh"> {name}</span>
          </button>
        </div>
      ))}
    </div>
  );
}
