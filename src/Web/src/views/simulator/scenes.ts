import type { BatchAnswer, NewTransaction } from '../../contract.ts';
import { post } from '../../lib/api.ts';

type Payment = Omit<NewTransaction, 'createdAt' | 'status' | 'completedAt' | 'failureReason' | 'receivedAt'>;

export interface Scene {
  name: string;
  text: string;
  count: number;
  /** The payments of the scene. The tag keeps the references of two runs apart. */
  make: (tag: string) => Payment[];
}

const times = (count: number, make: (i: number) => Payment): Payment[] => Array.from({ length: count }, (_, i) => make(i));

/** Situations that a payment system meets. Each is a batch of transactions that any sender could send. */
export const SCENES: readonly Scene[] = [
  {
    name: 'Card testing',
    text: '40 small online payments of one account at once. Raises a velocity alert.',
    count: 40,
    make: tag =>
      times(40, i => ({
        source: 'online',
        reference: null,
        account: `TEST-${tag}`,
        counterparty: 'Gift Cards',
        amount: (100 + i) / 100,
        currency: 'EUR',
      })),
  },
  {
    name: 'Large transfer',
    text: 'One transfer far above the limit. Raises a critical alert.',
    count: 1,
    make: tag => [
      { source: 'transfer', reference: null, account: `BIG-${tag}`, counterparty: 'Yacht Harbour', amount: 48_500, currency: 'EUR' },
    ],
  },
  {
    name: 'Duplicate storm',
    text: 'The same 20 payments five times, as a sender with retries would send them. The books count 80 duplicates.',
    count: 100,
    make: tag =>
      times(100, i => ({
        source: 'partner-acme',
        reference: `${tag}-${i % 20}`,
        account: `DUP-${i % 20}`,
        counterparty: 'Swift Parcel',
        amount: 10 + (i % 20),
        currency: 'USD',
      })),
  },
  {
    name: 'Refund run',
    text: '30 refunds of a shop at once, in three currencies.',
    count: 30,
    make: tag =>
      times(30, i => ({
        source: 'pos',
        reference: `${tag}-r${i}`,
        account: `REF-${i}`,
        counterparty: 'City Market',
        amount: -(5 + i),
        currency: ['EUR', 'GBP', 'SEK'][i % 3]!,
      })),
  },
];

/** Sends a scene. Returns the outcome as a text. */
export async function play(scene: Scene, tag: string): Promise<string> {
  const answer = await post<BatchAnswer>('/api/v1/transactions/batch', scene.make(tag));
  return `${answer.accepted} accepted, ${answer.duplicates} duplicates, ${answer.rejected} rejected`;
}
