import type { TransactionStatus } from '../contract.ts';

/** In the order of a transaction's life, which is also the order of the filters. */
export const STATUSES: readonly TransactionStatus[] = ['Pending', 'Processing', 'Completed', 'Failed'];
