import type { JSX } from 'preact';
import type { AlertSeverity, TransactionDto, TransactionStatus } from '../contract.ts';
import { words } from '../lib/format.ts';
import { Icon, type Tone } from './icon.tsx';

export const STATUS_TONE: Record<TransactionStatus, Tone> = { Pending: 'idle', Processing: 'info', Completed: 'ok', Failed: 'bad' };
export const SEVERITY_TONE: Record<AlertSeverity, Tone> = { Critical: 'bad', Warning: 'warn', Info: 'info' };

export function Pill({ tone, text, title }: { tone: Tone; text: string; title?: string }): JSX.Element {
  return (
    <span class={`pill ${tone}`} title={title}>
      <Icon tone={tone} />
      {text}
    </span>
  );
}

export function StatusPills({ row, full = false }: { row: TransactionDto; full?: boolean }): JSX.Element {
  const flags = row.flags.map(words).join(', ');
  return (
    <span class="pills">
      <Pill tone={STATUS_TONE[row.status]} text={row.status} title={row.failureReason ? words(row.failureReason) : undefined} />
      {flags && <Pill tone="warn" text={full ? `Flagged: ${flags}` : 'Flagged'} title={flags} />}
    </span>
  );
}
