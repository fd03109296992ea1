import { computed, signal } from '@preact/signals';
import type { AlertPage, LabelDto, TransactionDto, TransactionPage, TransactionWithTimeline } from '../../contract.ts';
import { ApiError, get, messageOf } from '../../lib/api.ts';
import { type Alert, polite, rows, rowsVersion } from '../../live/state.ts';

export interface Detail {
  id: string;
  /** The row of the live table until the answer of the store arrives. */
  row: TransactionDto | null;
  timeline: TransactionWithTimeline['timeline'] | null;
  traceId: TransactionWithTimeline['traceId'];
  /** What the rules decided; null until the answer of the store arrives. */
  decisions: TransactionWithTimeline['decisions'] | null;
  label: TransactionWithTimeline['label'];
  related: TransactionDto[] | null;
  alerts: Alert[] | null;
  error: string | null;
  isMissing: boolean;
}

const RELATED = 10;
const loaded = signal<Detail | null>(null);

/** The open transaction in its newest state, which may come from the live data instead of the last read. */
export const detail = computed<Detail | null>(() => {
  void rowsVersion.value;
  const known = loaded.value;
  if (!known) return null;
  const live = rows.get(known.id);
  return live && (known.row === null || live.sequence > known.row.sequence || live.status !== known.row.status) && !isEnded(known.row)
    ? { ...known, row: live, isMissing: false }
    : known;
});

const isEnded = (row: TransactionDto | null): boolean => row?.status === 'Completed' || row?.status === 'Failed';

export async function load(id: string): Promise<void> {
  const known = loaded.peek()?.id === id ? loaded.peek()! : null;
  loaded.value = known ?? {
    id,
    row: rows.get(id) ?? null,
    timeline: null,
    traceId: null,
    decisions: null,
    label: null,
    related: null,
    alerts: null,
    error: null,
    isMissing: false,
  };
  try {
    const answer = await get<TransactionWithTimeline>(`/api/v1/transactions/${encodeURIComponent(id)}`);
    const { transaction: row, timeline, traceId, decisions, label } = answer;
    patch(id, { row, timeline, traceId, decisions, label, error: null, isMissing: false });
    await Promise.all([loadRelated(id, answer.transaction.account), loadAlerts(id, answer.transaction.account)]);
  } catch (error) {
    if (error instanceof ApiError && error.isMissing) patch(id, { isMissing: true, error: null });
    else patch(id, { error: messageOf(error) });
  }
}

/** Speaks the new status of the open transaction and reads its timeline again. */
export function announceStatus(row: TransactionDto): void {
  polite.value = `Transaction is ${row.status}.`;
  void load(row.id);
}

async function loadRelated(id: string, account: string): Promise<void> {
  const page = await get<TransactionPage>(`/api/v1/transactions?limit=${RELATED + 1}&account=${encodeURIComponent(account)}`).catch(
    () => null,
  );
  patch(id, { related: page?.items.filter(row => row.id !== id).slice(0, RELATED) ?? [] });
}

async function loadAlerts(id: string, account: string): Promise<void> {
  const page = await get<AlertPage>(`/api/v1/alerts?limit=10&subject=${encodeURIComponent(account)}`).catch(() => null);
  patch(id, { alerts: page?.items ?? [] });
}

/** The open transaction has another label. */
export const setLabel = (id: string, label: LabelDto): void => patch(id, { label });

function patch(id: string, change: Partial<Detail>): void {
  if (loaded.peek()?.id === id) loaded.value = { ...loaded.peek()!, ...change };
}
