// Answers of calls that this page uses and that a server may not have yet; each is shown as not available where it is missing.
import type { AlertDto, TransactionDto } from './contract.ts';

export interface AlertLife { acknowledgedAt?: string | null; resolvedAt?: string | null }
export interface AlertPage { items: (AlertDto & AlertLife)[]; next: string | null; counts: { open: number; acknowledged: number } }

export interface MetricsSeriesDto {
  from: string; to: string; stepSeconds: number; at: number[];
  perSecond: (number | null)[];
  p50ProcessingMs: (number | null)[]; p95ProcessingMs: (number | null)[]; p99ProcessingMs: (number | null)[];
  successRate: (number | null)[]; failed: (number | null)[]; flagged: (number | null)[];
  queued: (number | null)[]; inFlight: (number | null)[];
  volumes: { currency: string; amounts: (number | null)[] }[];
}

export interface TransactionHistogramDto {
  from: string; to: string; bucketSeconds: number;
  ok: number[]; flagged: number[]; failed: number[];
  total: number; isComplete: boolean; countedFrom: string;
}

export interface ReconciliationDto {
  balanced: boolean;
  equations: { name: string; left: number; right: number; holds: boolean }[];
  missing: string[];
  missingCount?: number;
}

export interface ResumeDto {
  epoch: string; sequence: number; snapshotRequired: boolean; reason: string | null; isComplete: boolean; transactions: TransactionDto[];
}
