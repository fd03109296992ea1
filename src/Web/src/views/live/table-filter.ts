import type { TransactionDto, TransactionStatus } from '../../contract.ts';
import { words } from '../../lib/format.ts';
import type { LiveAddress } from './address.ts';

const EXPORTED_MS = 3_600_000;

/** Whether the filter of the table shows a row. */
export function matcher({ states, q, show }: LiveAddress): (row: TransactionDto) => boolean {
  const text = q.trim().toLowerCase();
  const statuses = states.filter((state): state is TransactionStatus => state !== 'Flagged');
  const flagged = states.includes('Flagged');
  const hasState = (row: TransactionDto): boolean => statuses.includes(row.status) || (flagged && row.flags.length > 0);
  const texts = (row: TransactionDto) => [
    row.id,
    row.counterparty,
    row.account,
    row.reference,
    row.source,
    row.failureReason && words(row.failureReason),
  ];
  const isShown = (row: TransactionDto): boolean => {
    if (states.length > 0) return hasState(row);
    return show === 'all' || row.status === 'Completed' || row.status === 'Failed' || row.flags.length > 0;
  };
  return row => isShown(row) && (text === '' || texts(row).some(field => field?.toLowerCase().includes(text)));
}

/** Whether the store can apply exactly this filter. It searches text in one field only, and takes either states or flags. */
export const canExportFilter = ({ states, q }: LiveAddress): boolean => q === '' && (states.length <= 1 || !states.includes('Flagged'));

/** The download of the last hour; filtered when the store can apply the filter. */
export function exportLink(address: LiveAddress, now: number): string {
  const query = new URLSearchParams({ format: 'csv', from: new Date(now - EXPORTED_MS).toISOString() });
  if (canExportFilter(address)) {
    const statuses = address.states.filter(state => state !== 'Flagged');
    if (statuses.length > 0) query.set('status', statuses.join(','));
    if (address.states.includes('Flagged')) query.set('flagged', 'true');
  }
  return `/api/v1/transactions/export?${query}`;
}
