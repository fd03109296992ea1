import { signal } from '@preact/signals';
import type { TransactionDto, TransactionHistogramDto, TransactionPage } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { setQuery } from '../../lib/router.ts';
import { callParameters, type HistoryAddress } from './address.ts';
import { type Problems, problemsIn, problemsOf, sentenceOf } from './problems.ts';

export const PAGE = 100;

/** Calls in a row for one page. After that the reader decides whether the search goes on. */
const MAX_CALLS = 20;

export interface Result {
  key: string;
  /** The parameters of the calls. Times relative to now are fixed, so that the range does not move between two pages. */
  query: URLSearchParams;
  askedAt: number;
  items: TransactionDto[];
  next: string | null;
  /** How far the search came; null when it reached the end of the range. */
  searchedTo: string | null;
  isLoading: boolean;
  error: string | null;
  /** What is wrong with the filter, by field. */
  fields: Problems;
}

export const result = signal<Result | null>(null);
export const histogram = signal<{ data: TransactionHistogramDto | null; error: string | null }>({ data: null, error: null });

let running: AbortController | null = null;

/** Two addresses with the same key select the same transactions. The page of the list does not matter. */
export const keyOf = (address: HistoryAddress): string => JSON.stringify({ ...address, after: '' });

export async function load(address: HistoryAddress, force = false): Promise<void> {
  const key = keyOf(address);
  if (!force && result.peek()?.key === key) return;
  running?.abort();
  running = new AbortController();
  const askedAt = Date.now();
  const query = callParameters(address, askedAt);
  const before = result.peek();
  // The old rows stay, dimmed, until the new ones arrive.
  result.value = {
    key,
    query,
    askedAt,
    items: before?.items ?? [],
    next: null,
    searchedTo: null,
    isLoading: true,
    error: null,
    fields: {},
  };
  const fields = problemsOf(address, askedAt);
  if (Object.keys(fields).length > 0) {
    result.value = { ...result.value, items: [], isLoading: false, error: sentenceOf(fields), fields };
    histogram.value = { data: null, error: sentenceOf(fields) };
    return;
  }
  void loadHistogram(query, running.signal);
  await read(key, address.after === '' ? null : address.after, [], running.signal);
}

export async function loadMore(): Promise<void> {
  const shown = result.peek();
  if (!shown?.next || shown.isLoading) return;
  const cursor = shown.next;
  result.value = { ...shown, isLoading: true, error: null };
  if (await read(shown.key, cursor, shown.items, running!.signal)) setQuery({ after: cursor }, { replace: true });
}

async function read(key: string, cursor: string | null, before: TransactionDto[], signal: AbortSignal): Promise<boolean> {
  const query = new URLSearchParams(result.peek()!.query);
  query.set('limit', String(PAGE));
  if (cursor) query.set('cursor', cursor);
  try {
    // A call looks at a bounded number of transactions: where few match, further calls go on with the search.
    const items = [...before];
    for (let calls = 1; ; calls++) {
      const page = await get<TransactionPage>(`/api/v1/transactions?${query}`, signal);
      if (result.peek()?.key !== key) return false;
      items.push(...page.items);
      const isDone = page.next === null || items.length >= before.length + PAGE || calls === MAX_CALLS;
      result.value = { ...result.peek()!, items: [...items], next: page.next, searchedTo: page.searchedTo, isLoading: !isDone };
      if (isDone) return true;
      query.set('cursor', page.next!);
    }
  } catch (error) {
    if (signal.aborted || result.peek()?.key !== key) return false;
    const fields = problemsIn(error);
    result.value = { ...result.peek()!, isLoading: false, error: sentenceOf(fields) || messageOf(error), fields };
    return false;
  }
}

async function loadHistogram(asked: URLSearchParams, signal: AbortSignal): Promise<void> {
  const query = new URLSearchParams(asked);
  query.delete('sort');
  try {
    histogram.value = {
      data: await get<TransactionHistogramDto>(`/api/v1/transactions/histogram?buckets=60&${query}`, signal),
      error: null,
    };
  } catch (error) {
    if (signal.aborted) return;
    histogram.value = { data: null, error: sentenceOf(problemsIn(error)) || messageOf(error) };
  }
}
