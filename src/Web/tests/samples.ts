import type { DashboardMetricsDto, TransactionDto, WindowDto } from '../src/contract.ts';

/** Data for tests, with everything given that a test does not care about. */
export const some = {
  id: (n: number): string => String(n).padStart(13, '0'),

  row: (n: number, rest: Partial<TransactionDto> = {}): TransactionDto => ({
    sequence: n,
    id: some.id(n),
    reference: null,
    source: 'pos',
    account: 'ACC-1',
    counterparty: 'Shop',
    amount: 12.34,
    currency: 'EUR',
    status: 'Pending',
    flags: [],
    failureReason: null,
    createdAt: '2026-11-23T16:55:04Z',
    receivedAt: '2026-11-23T16:55:04Z',
    completedAt: null,
    processingMs: null,
    ...rest,
  }),

  rows: (from: number, to: number, rest: Partial<TransactionDto> = {}): TransactionDto[] =>
    Array.from({ length: to - from + 1 }, (_, i) => some.row(from + i, rest)),

  window: (rest: Partial<WindowDto> = {}): WindowDto => ({
    since: '2026-11-23T16:54:00Z',
    count: 600,
    completed: 570,
    failed: 30,
    flagged: 6,
    successRate: 0.95,
    failureRate: 0.05,
    averageProcessingMs: 900,
    p50ProcessingMs: 850,
    p95ProcessingMs: 1800,
    p99ProcessingMs: 1950,
    volumes: [{ currency: 'EUR', amount: 1000 }],
    ...rest,
  }),

  metrics: (rest: Partial<DashboardMetricsDto> = {}): DashboardMetricsDto => ({
    epoch: 'a',
    sequence: 1,
    computedAt: '2026-11-23T16:55:04Z',
    transactionsPerSecond: 10,
    lastMinute: some.window(),
    lastFiveMinutes: some.window(),
    lastHour: some.window(),
    topSources: [],
    queued: 0,
    inFlight: 9,
    clients: 1,
    shown: 0,
    changed: 0,
    alertsOpen: 0,
    flow: {
      received: 0,
      accepted: 0,
      duplicates: 0,
      rejected: 0,
      refused: 0,
      recovered: 0,
      queued: 0,
      inFlight: 0,
      completed: 0,
      failed: 0,
    },
    ...rest,
  }),
};
