// Made from the C# records by ContractTests, which says how to write it anew. Not edited by hand.

export type ActorKind = 'System' | 'Anonymous' | 'Person' | 'Key' | 'Program' | 'Command';

export interface AlertCountsDto {
  open: number;
  acknowledged: number;
}

export interface AlertDecisionDto {
  id: string;
  at: string;
  kind: ActorKind;
  actor: string;
  action: string;
  before: string | null;
  after: string | null;
}

export interface AlertDecisionPage {
  items: AlertDecisionDto[];
  next: string | null;
}

export interface AlertDto {
  id: string;
  rule: string;
  severity: AlertSeverity;
  message: string;
  transactionId: string;
  firstReceivedAt: string;
  lastReceivedAt: string;
  subject: string;
  count: number;
  status: AlertStatus;
  raisedAt: string;
  lastFiredAt: string;
  updatedAt: string;
  acknowledgedAt: string | null;
  resolvedAt: string | null;
  resolvedBy: AlertResolver | null;
}

export interface AlertPage {
  items: AlertDto[];
  next: string | null;
  counts: AlertCountsDto;
  searchedTo: string | null;
}

export type AlertResolver = 'Person' | 'System';

export type AlertSeverity = 'Info' | 'Warning' | 'Critical';

export type AlertStatus = 'Open' | 'Acknowledged' | 'Resolved';

export interface ApiKeyDto {
  id: string;
  name: string;
  prefix: string;
  roles: Role[];
  sources: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  lastUsedAt: string | null;
  isUsable: boolean;
}

export interface AuditEntryDto {
  id: string;
  chain: string;
  number: number;
  at: string;
  kind: ActorKind;
  actorId: string;
  actor: string;
  address: string | null;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  hash: string;
}

export interface AuditPage {
  items: AuditEntryDto[];
  next: string | null;
}

export type AuthMode = 'None' | 'Oidc' | 'Keys';

export interface BatchAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  items: ItemAnswer[];
}

export interface CheckedRule {
  canonical: string;
  form: Record<string, unknown>;
  sentence: string;
  fields: string[];
  features: string[];
  numbers: RuleNumber[];
}

export interface CreatedKey {
  key: ApiKeyDto;
  secret: string;
}

export interface CurvePoint {
  limit: string;
  flagged: number;
}

export interface DashboardMetricsDto {
  epoch: string;
  sequence: number;
  computedAt: string;
  transactionsPerSecond: number;
  lastMinute: WindowDto;
  lastFiveMinutes: WindowDto;
  lastHour: WindowDto;
  topSources: SourceDto[];
  queued: number;
  inFlight: number;
  alertsOpen: number;
  clients: number;
  shown: number;
  changed: number;
  flow: FlowDto;
}

export interface Equation {
  name: string;
  left: number;
  right: number;
  holds: boolean;
}

export interface ExplainedPart {
  text: string;
  value: string | null;
  level: number;
}

export interface FlowDto {
  received: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  refused: number;
  recovered: number;
  queued: number;
  inFlight: number;
  completed: number;
  failed: number;
  takenIn: number;
  handedOver: number;
}

export interface ItemAnswer {
  position: number;
  outcome: string;
  id: string | null;
  errors: Record<string, string> | null;
}

export interface MetricsSeriesDto {
  from: string;
  to: string;
  stepSeconds: number;
  at: number[];
  perSecond: (number | null)[];
  p50ProcessingMs: (number | null)[];
  p95ProcessingMs: (number | null)[];
  p99ProcessingMs: (number | null)[];
  successRate: (number | null)[];
  failed: (number | null)[];
  flagged: (number | null)[];
  queued: (number | null)[];
  inFlight: (number | null)[];
  volumes: VolumeSeriesDto[];
}

export interface NearMiss {
  number: number;
  text: string;
  limit: string;
  nearer: string;
  payments: number;
  first: RuleMatch[];
}

export interface NewTransaction {
  source: string | null;
  reference: string | null;
  account: string | null;
  counterparty: string | null;
  amount: number | null;
  currency: string | null;
  createdAt: string | null;
  status: TransactionStatus | null;
  completedAt: string | null;
  failureReason: string | null;
  receivedAt: string | null;
}

export interface NodeFlow {
  id: string;
  name: string;
  flow: FlowDto;
}

export interface Reconciliation {
  computedAt: string;
  since: string;
  balanced: boolean;
  equations: Equation[];
  flow: FlowDto;
  stored: StoredCounts;
  missingCount: number;
  missing: string[];
  unknownCount: number;
  unknown: string[];
  audit: VerifiedTrail;
  nodes: NodeFlow[];
}

export interface RejectedRowDto {
  file: string;
  line: number;
  reason: string;
}

export interface ReplayDto {
  id: string;
  state: ReplayState;
  isStartUp: boolean;
  mapping: string;
  files: string[];
  startedAt: string;
  endedAt: string | null;
  bytes: number;
  bytesRead: number;
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  blank: number;
  leftOut: number;
  failure: string | null;
  rejectedRows: RejectedRowDto[];
}

export interface ReplayList {
  items: ReplayDto[];
}

export interface ReplayMappingDto {
  name: string;
  description: string;
}

export interface ReplayPreviewDto {
  lines: string[];
  isReadable: boolean;
  hasRejectedRows: boolean;
}

export type ReplayState = 'Receiving' | 'Running' | 'Finished' | 'Cancelled' | 'Stopped' | 'Failed';

export interface ResumeAnswer {
  epoch: string;
  sequence: number;
  snapshotRequired: boolean;
  reason: string | null;
  isComplete: boolean;
  transactions: TransactionDto[];
}

export type Role = 'Viewer' | 'Analyst' | 'RuleEditor' | 'Operator' | 'Auditor' | 'Admin' | 'Feed';

export interface RuleCurve {
  number: number;
  text: string;
  limit: string;
  isComplete: boolean;
  points: CurvePoint[];
}

export interface RuleExplanation {
  transactionId: string;
  canonical: string;
  sentence: string;
  result: string;
  because: RuleReason[];
  parts: ExplainedPart[];
  windowsFrom: string | null;
}

export interface RuleMatch {
  transactionId: string;
  source: string;
  account: string;
  counterparty: string | null;
  amount: number;
  currency: string;
  status: TransactionStatus;
  createdAt: string;
  because: RuleReason[];
}

export interface RuleNumber {
  number: number;
  text: string;
  limit: string;
}

export interface RuleReason {
  text: string;
  value: string | null;
  is: string | null;
  limit: string | null;
  window: string | null;
  sentence: string;
}

export interface SessionDto {
  mode: AuthMode;
  kind: ActorKind;
  name: string;
  roles: Role[];
  unmasked: boolean;
  token: string | null;
}

export interface SimulatorStatus {
  enabled: boolean;
  transactionsPerSecond: number;
  seed: number;
  generated: number;
  skipped: number;
}

export interface SourceDto {
  source: string;
  count: number;
  volumes: VolumeDto[];
  failureRate: number;
}

export interface StoredCounts {
  accepted: number;
  ended: number;
  unfinished: number;
}

export interface TimelineEntry {
  state: string;
  at: string;
  reason: string | null;
}

export interface TransactionDto {
  sequence: number;
  id: string;
  reference: string | null;
  source: string;
  account: string;
  counterparty: string | null;
  amount: number;
  currency: string;
  status: TransactionStatus;
  flags: string[];
  failureReason: string | null;
  createdAt: string;
  receivedAt: string;
  completedAt: string | null;
  processingMs: number | null;
}

export interface TransactionHistogramDto {
  from: string;
  to: string;
  bucketSeconds: number;
  ok: number[];
  flagged: number[];
  failed: number[];
  total: number;
  isComplete: boolean;
  countedFrom: string;
}

export interface TransactionPage {
  items: TransactionDto[];
  next: string | null;
  searchedTo: string | null;
}

export type TransactionStatus = 'Pending' | 'Processing' | 'Completed' | 'Failed';

export interface TransactionTaken {
  id: string;
}

export interface TransactionWithTimeline {
  transaction: TransactionDto;
  timeline: TimelineEntry[];
  traceId: string | null;
}

export interface TriedCurrency {
  currency: string;
  payments: number;
  flagged: number;
  amount: number;
}

export interface TriedDay {
  day: string;
  payments: number;
  flagged: number;
}

export interface TriedSource {
  source: string;
  payments: number;
  flagged: number;
}

export interface TryReport {
  canonical: string;
  sentence: string;
  from: string;
  to: string;
  isComplete: boolean;
  judgedTo: string;
  windowsFrom: string | null;
  payments: number;
  flagged: number;
  flaggedAccounts: number;
  unknown: number;
  perDay: TriedDay[];
  perSource: TriedSource[];
  perCurrency: TriedCurrency[];
  matches: RuleMatch[];
  nearMisses: NearMiss[];
  curve: RuleCurve | null;
  notes: string[];
}

export interface VerifiedChain {
  chain: string;
  entries: number;
  brokenAt: number | null;
  fault: string | null;
}

export interface VerifiedTrail {
  chains: VerifiedChain[];
  heads: number;
  headFault: string | null;
  isIntact: boolean;
  entries: number;
}

export interface VolumeDto {
  currency: string;
  amount: number;
  completed: number;
  refunded: number;
}

export interface VolumeSeriesDto {
  currency: string;
  amounts: (number | null)[];
  completed: (number | null)[];
  refunded: (number | null)[];
}

export interface WindowDto {
  since: string;
  count: number;
  completed: number;
  failed: number;
  flagged: number;
  successRate: number;
  failureRate: number;
  averageProcessingMs: number;
  p50ProcessingMs: number;
  p95ProcessingMs: number;
  p99ProcessingMs: number;
  beyondScale: number;
  volumes: VolumeDto[];
}

/** What the server calls on a client of the hub. */
export interface HubCalls {
  ReceiveAlert: [alert: AlertDto];
  ReceiveMetricsUpdate: [metrics: DashboardMetricsDto];
  ReceiveTransactionBatch: [transactions: TransactionDto[]];
}

/** What a client may call on the hub. */
export type HubMethods = 'Resume';

/** ISO 4217: decimals of the minor unit, where they are not two. */
export const currencyDecimals: Record<string, number> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0, ADP: 0, BEF: 0, BYB: 0, BYR: 0, ESP: 0, GRD: 0, ITL: 0, LUF: 0, MGF: 0, PTE: 0, TPE: 0, TRL: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
};
