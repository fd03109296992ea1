import type { AlertDto, DashboardMetricsDto, MetricsSeriesDto, TransactionDto, WindowDto } from '../src/contract.ts';
import type { ConnectionStatus } from '../src/live/connection/badge.ts';

/** Valid data for tests. A test names only the fields that it is about. */
export const samples = {
  id: (n: number): string => String(n).padStart(13, '0'),

  row: (n: number, rest: Partial<TransactionDto> = {}): TransactionDto => ({
    sequence: n,
    id: samples.id(n),
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
    Array.from({ length: to - from + 1 }, (_, i) => samples.row(from + i, rest)),

  alert: (n: number, rest: Partial<AlertDto> = {}): AlertDto => ({
    id: String(n),
    rule: 'large_amount',
    subject: `ACC-${n}`,
    severity: 'Critical',
    message: `Alert ${n}`,
    transactionId: samples.id(n),
    count: 1,
    status: 'Open',
    firstReceivedAt: '2026-11-23T16:55:03Z',
    lastReceivedAt: '2026-11-23T16:55:03Z',
    raisedAt: '2026-11-23T16:55:04Z',
    lastFiredAt: '2026-11-23T16:55:04Z',
    updatedAt: '2026-11-23T16:55:04Z',
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    ...rest,
  }),

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
    beyondScale: 0,
    volumes: [{ currency: 'EUR', amount: 1000, completed: 1100, refunded: 50 }],
    ...rest,
  }),

  connectionStatus: (rest: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
    phase: 'connecting',
    online: true,
    updatedAt: null,
    lostAt: null,
    attempt: 0,
    nextTryAt: null,
    lagMs: 0,
    resumed: null,
    ...rest,
  }),

  /** Points at some seconds. Their throughput is the second, all other figures are zero. */
  series: (seconds: number[]): MetricsSeriesDto => {
    const zeros = seconds.map(() => 0);
    return {
      from: new Date(seconds[0]! * 1000).toISOString(),
      to: new Date(seconds.at(-1)! * 1000).toISOString(),
      stepSeconds: 1,
      at: seconds,
      perSecond: [...seconds],
      p50ProcessingMs: zeros,
      p95ProcessingMs: zeros,
      p99ProcessingMs: zeros,
      successRate: zeros,
      failed: zeros,
      flagged: zeros,
      queued: zeros,
      inFlight: zeros,
      volumes: [{ currency: 'USD', amounts: zeros, completed: zeros, refunded: zeros }],
    };
  },

  metrics: (rest: Partial<DashboardMetricsDto> = {}): DashboardMetricsDto => ({
    epoch: 'a',
    sequence: 1,
    computedAt: '2026-11-23T16:55:04Z',
    transactionsPerSecond: 10,
    lastMinute: samples.window(),
    lastFiveMinutes: samples.window(),
    lastHour: samples.window(),
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
