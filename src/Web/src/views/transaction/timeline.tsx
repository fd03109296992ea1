import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TimelineEntry, TransactionDto } from '../../contract.ts';
import { duration, percent, words } from '../../lib/format.ts';
import { clockMs, iso } from '../../lib/time.ts';
import { isFinal } from '../../live/rows/rows.ts';
import { Icon, type Tone } from '../../parts/icon.tsx';

const TONE: Record<string, Tone> = { Created: 'idle', Pending: 'idle', Processing: 'info', Completed: 'ok', Failed: 'bad' };
const MEANING: Record<string, string> = {
  Created: 'created by the sender',
  Pending: 'received and stored',
  Processing: 'sent to the gateway',
  Completed: 'approved',
  Failed: 'not approved',
};

export interface Step {
  state: string;
  at: number;
  text: string;
  since: number | null;
  isOdd: boolean;
}

const isEnd = (state: string): boolean => state === 'Completed' || state === 'Failed';

const WITH_OUTCOME = 'sent with its outcome';

/** When the processing began; null while there is no outcome. A start before the receipt means that it was sent with its outcome. */
const startOf = (row: TransactionDto): number | null =>
  row.completedAt === null || row.processingMs === null ? null : Date.parse(row.completedAt) - row.processingMs;

/** The steps, each with the time since the step before. A step that is earlier than the one before is marked as odd. */
export function stepsOf(entries: readonly TimelineEntry[]): Step[] {
  return entries.map((entry, i) => {
    const at = Date.parse(entry.at);
    const before = entries[i - 1];
    const isLate = before !== undefined && isEnd(before.state);
    const reason = entry.reason?.split(', ').map(words).join(', ');
    const since = before ? at - Date.parse(before.at) : null;
    // The first step has the time of the sender, whose clock may be ahead of the server's.
    const isOdd = since !== null && since < 0 && i > 1;
    return {
      // After its end a transaction is not pending: it was sent with its outcome.
      state: isLate ? 'Received' : entry.state,
      at,
      text: isLate ? [WITH_OUTCOME, reason].filter(Boolean).join(' · ') : (reason ?? MEANING[entry.state] ?? ''),
      since,
      isOdd,
    };
  });
}

/** The timeline as far as the row itself contains it. */
export function entriesOf(row: TransactionDto): TimelineEntry[] {
  const created: TimelineEntry = { state: 'Created', at: row.createdAt, reason: null };
  const received: TimelineEntry = { state: 'Pending', at: row.receivedAt, reason: row.flags.join(', ') || null };
  const started = startOf(row);
  if (started === null) return [created, received];
  const end: TimelineEntry = { state: row.status, at: row.completedAt!, reason: row.failureReason };
  if (started >= Date.parse(received.at)) return [created, received, { state: 'Processing', at: iso(started), reason: null }, end];
  return Date.parse(end.at) <= Date.parse(received.at) ? [created, end, received] : [created, received, end];
}

export interface Stages {
  queueMs: number;
  gatewayMs: number;
}

/** The waiting time and the time at the gateway; null for a transaction without an outcome, or that was sent with it. */
export function stagesOf(row: TransactionDto): Stages | null {
  const started = startOf(row);
  if (started === null || started < Date.parse(row.receivedAt)) return null;
  return { gatewayMs: row.processingMs!, queueMs: started - Date.parse(row.receivedAt) };
}

export function Timeline({ row, entries }: { row: TransactionDto; entries: readonly TimelineEntry[] | null }): JSX.Element {
  const now = useSignal(Date.now());
  const isOpen = !isFinal(row);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 500);
    return () => clearInterval(timer);
  }, [isOpen]);

  // The live data is ahead of the store for a moment.
  const isBehind = entries === null || (isFinal(row) && !entries.some(entry => entry.state === row.status));
  const steps = stepsOf(isBehind ? entriesOf(row) : entries);
  const stages = stagesOf(row);
  const total = stages ? stages.queueMs + stages.gatewayMs : 0;
  return (
    <>
      <ol class="timeline">
        {steps.map((step, i) => (
          <li key={step.state}>
            <Icon tone={step.isOdd ? 'warn' : (TONE[step.state] ?? 'idle')} size={16} />
            <div class="step">
              <strong>{step.state}</strong>
              <time dateTime={iso(step.at)} title={iso(step.at)}>
                {i === 0 || step.since === null ? clockMs(step.at) : `${step.since < 0 ? '\u2212' : '+'}${duration(Math.abs(step.since))}`}
              </time>
            </div>
            <p>
              {step.text}
              {step.isOdd && ' · earlier than the step above'}
            </p>
          </li>
        ))}
        {isOpen && (
          <li class="total">
            <Icon tone="idle" size={16} />
            <div class="step">
              <span>Waiting for the outcome</span>
              <span>{duration(Math.max(0, now.value - Date.parse(row.receivedAt)))}</span>
            </div>
          </li>
        )}
      </ol>
      {stages && (
        <>
          <svg class="stages" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="queue" x="0" y="0" height="8" width={share(stages.queueMs, total)} />
            <rect class="gateway" x={share(stages.queueMs, total)} y="0" height="8" width={100 - share(stages.queueMs, total)} />
          </svg>
          <p class="muted">
            Waiting {duration(stages.queueMs)} ({percent(total ? stages.queueMs / total : 0)} %) · at the gateway{' '}
            {duration(stages.gatewayMs)} ({percent(total ? stages.gatewayMs / total : 1)} %) · total {duration(total)}
          </p>
        </>
      )}
    </>
  );
}

const share = (part: number, total: number): number => (total > 0 ? (100 * part) / total : 0);
