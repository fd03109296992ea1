import type { JSX } from 'preact';
import type { SimulatorStatus } from '../../contract.ts';
import { count, none, rate } from '../../lib/format.ts';
import { metrics } from '../../live/state.ts';

/** What the simulator is asked to do, and what comes out. */
export function Figures({ status }: { status: SimulatorStatus | null }): JSX.Element {
  return (
    <dl class="stat">
      <div>
        <dt>Requested</dt>
        <dd>
          {status ? count(status.enabled ? status.transactionsPerSecond : 0) : none}
          <small>tx/s</small>
        </dd>
      </div>
      <div>
        <dt>Finished, all feeds</dt>
        <dd>
          {rate(metrics.value?.transactionsPerSecond)}
          <small>tx/s</small>
        </dd>
      </div>
      <div>
        <dt>Generated</dt>
        <dd>
          {count(status?.generated)}
          <small>tx</small>
        </dd>
      </div>
      <div>
        <dt>Skipped</dt>
        <dd>
          {count(status?.skipped)}
          <small>tx</small>
        </dd>
      </div>
      <div>
        <dt>Seed</dt>
        <dd class="small">{status?.seed ?? none}</dd>
      </div>
    </dl>
  );
}
