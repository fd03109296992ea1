import type { JSX } from 'preact';
import type { ReplayDto } from '../../contract.ts';
import { count } from '../../lib/format.ts';
import { clock } from '../../lib/time.ts';
import { Pill } from '../../parts/pill.tsx';
import { figures, isUnderWay, share, tone } from './upload.ts';

/** One replay: its files, how far it is, and what was rejected. */
export function ReplayCard({ replay, onCancel }: { replay: ReplayDto; onCancel: (id: string) => void }): JSX.Element {
  const done = share(replay);
  const hidden = replay.rejected - replay.rejectedRows.length;
  return (
    <section class="card panel" aria-label={`Replay of ${replay.files.join(', ')}`}>
      <div class="bar">
        <Pill tone={tone(replay)} text={replay.state} />
        <h2>
          <bdi>{replay.files.join(', ')}</bdi>
        </h2>
        <span class="spacer" />
        {isUnderWay(replay) && (
          <button type="button" class="btn" onClick={() => onCancel(replay.id)}>
            Cancel
          </button>
        )}
      </div>
      {isUnderWay(replay) && <progress aria-label="Part of the files that is read" value={done ?? undefined} max={1} />}
      <p role="status">{figures(replay)}</p>
      {replay.failure && (
        <p class="bad">
          Failed: <bdi>{replay.failure}</bdi>
        </p>
      )}
      <p class="muted">
        {replay.mapping ? `Mapping ${replay.mapping}` : 'A mapping sent with the files'}
        {replay.isStartUp && ', given at the start of the program'}. Started at {clock(Date.parse(replay.startedAt))}
        {replay.endedAt && `, ended at ${clock(Date.parse(replay.endedAt))}`}.
      </p>
      {replay.rejectedRows.length > 0 && (
        <details>
          <summary>Rejected rows</summary>
          <ul class="rejected">
            {replay.rejectedRows.map(row => (
              <li key={`${row.file}:${row.line}`}>
                <bdi>{row.file}</bdi>, line {row.line}: <bdi>{row.reason}</bdi>
              </li>
            ))}
            {hidden > 0 && <li>{count(hidden)} more are not listed.</li>}
          </ul>
        </details>
      )}
    </section>
  );
}
