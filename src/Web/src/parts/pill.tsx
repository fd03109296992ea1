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

/** The state in a table: only what needs attention has a pill. A failed payment says why, a flagged one by which rule. */
export function StatusText({ row }: { row: TransactionDto }): JSX.Element {
  const [first, ...more] = row.flags;
  const why = row.failureReason ? words(row.failureReason) : undefined;
  return (
    <span class="pills">
      {row.status === 'Failed' ? <Pill tone="bad" text={row.status} title={why} /> : <span class="quiet">{row.status}</span>}
      {why && (
        <span class="why" title={why}>
          <bdi>{why}</bdi>
        </span>
      )}
      {first && (
        <span class="pill warn flag" title={row.flags.map(words).join(', ')}>
          <Icon tone="warn" />
          <span>
            {words(first)}
            {more.length > 0 && ` +${more.length}`}
          </span>
        </span>
      )}
    </span>
  );
}

interface StatusProps {
  row: TransactionDto;
  /** Names the rules that flagged it. */
  full?: boolean;
}

export function StatusPills({ row, full = false }: StatusProps): JSX.Element {
  const flags = row.flags.map(words).join(', ');
  const why = row.failureReason ? words(row.failureReason) : undefined;
  return (
    <span class="pills">
      <Pill tone={STATUS_TONE[row.status]} text={row.status} title={why} />
      {flags && <Pill tone="warn" text={full ? `Flagged: ${flags}` : 'Flagged'} title={flags} />}
    </span>
  );
}
