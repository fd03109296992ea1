import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { may } from '../../../lib/session.ts';
import { dateTime, iso } from '../../../lib/time.ts';
import type { RuleData } from '../rule-page.tsx';
import { ChangeDialog } from './change-dialog.tsx';

/** A version that the program took back to Shadow, why, and the way back. Nothing otherwise. */
export function SetBack({ data: { rule, changes }, onChanged }: { data: RuleData; onChanged: () => void }): JSX.Element | null {
  const isOpen = useSignal(false);
  const stopped = rule.versions.find(v => v.stoppedAt !== null);
  if (!stopped) return null;
  const change = changes.find(c => c.kind === 'Stopped' && c.version === stopped.version);
  return (
    <div class="strip warn set-back" role="status">
      <p>
        <b>The program took version {stopped.version} back to Shadow</b> at{' '}
        <time dateTime={stopped.stoppedAt!} title={iso(stopped.stoppedAt!)}>
          {dateTime(stopped.stoppedAt!)}
        </time>
        . {change?.reason} It flags nothing until somebody acts.
      </p>
      <a class="btn s" href="/alerts">
        Open alerts
      </a>
      {may('RuleEditor') && (
        <button
          type="button"
          class="btn s"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          Restore to Live
        </button>
      )}
      {isOpen.value && (
        <ChangeDialog
          rule={rule}
          change={{
            title: `Restore version ${stopped.version} to Live`,
            says: 'It flags payments again. The program does not take it back for its share any more.',
            button: 'Restore',
            call: 'restore',
            body: {},
          }}
          onChanged={onChanged}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </div>
  );
}
