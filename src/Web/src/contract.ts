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

export interface ApprovalDto {
  payments: number;
  share: number | null;
  usualShare: number | null;
  usualLow: number | null;
  usualHigh: number | null;
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

export interface CompletedDto {
  currency: string;
  completed: number[];
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

export interface DecisionDto {
  rule: string;
  version: number;
  state: RuleState;
  isFlag: boolean;
  decidedAt: string;
  because: RuleReason[];
  sentence: string;
}

export interface DecisionList {
  decisions: DecisionDto[];
}

export interface Equation {
  name: string;
  left: number;
  right: number;
  holds: boolean;
}

export interface ExplainReport {
  measure: Measure;
  span: ExplainedSpan;
  baseline: ExplainedSpan;
  slices: ExplainedSlice[];
  reasons: ExplainedReason[];
  notDifferent: string[];
  leftOut: string[];
  isComplete: boolean;
}

export interface ExplainedPart {
  text: string;
  value: string | null;
  level: number;
}

export interface ExplainedReason {
  reason: string;
  count: number;
  share: number;
  usualShare: number | null;
}

export interface ExplainedSlice {
  conditions: Record<string, string>;
  payments: number;
  bad: number;
  share: number;
  usualShare: number;
  shareOfPayments: number;
  shareOfBad: number;
  shareOfChange: number;
  shareWithout: number | null;
}

export interface ExplainedSpan {
  from: string;
  to: string;
  payments: number;
  bad: number;
  share: number | null;
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

export type FraudLabel = 'Fraud' | 'Legitimate' | 'Unclear';

export interface ImportedRule {
  name: string;
  line: number;
  action: string;
  version: number | null;
  parts: RuleDiffPart[];
  errors: RuleError[];
}

export interface IncidentAmount {
  currency: string;
  amount: number;
}

export interface IncidentDto {
  id: string;
  monitor: string;
  monitorVersion: number;
  measure: Measure;
  subject: string;
  conditions: Record<string, string>;
  isOpen: boolean;
  message: string;
  beganAt: string;
  noticedAt: string;
  endedAt: string | null;
  payments: number;
  bad: number;
  share: number | null;
  usualShare: number | null;
  usualPerSecond: number | null;
  amounts: IncidentAmount[];
  explanation: ExplainReport | null;
}

export interface IncidentList {
  items: IncidentDto[];
}

export interface IncidentSpan {
  measure: Measure;
  beganAt: string;
  endedAt: string | null;
}

export interface ItemAnswer {
  position: number;
  outcome: string;
  id: string | null;
  flags: string[] | null;
  errors: Record<string, string> | null;
}

export interface LabelDto {
  label: FraudLabel;
  by: string;
  isAsserted: boolean;
  isFromFile: boolean;
  note: string | null;
  at: string;
}

export interface LabelImport {
  rows: number;
  labelled: number;
  unknown: number;
  rejected: number;
  errors: string[];
}

export type Measure = 'FailureRate' | 'FlaggedShare' | 'SlowShare' | 'Silence';

export interface MetricsBucketsDto {
  bucketSeconds: number;
  to: string;
  knownSince: string;
  at: number[];
  ended: (number | null)[];
  failed: (number | null)[];
  flagged: (number | null)[];
  p95ProcessingMs: (number | null)[];
  queued: (number | null)[];
  reasons: ReasonCountsDto[];
  volumes: CompletedDto[];
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

export interface ProfileAmount {
  currency: string;
  payments: number;
  paid: number;
  refunded: number;
  largest: number | null;
}

export interface ProfileDto {
  kind: ProfileKind;
  name: string;
  payments: number;
  failed: number;
  flagged: number;
  unfinished: number;
  firstReceivedAt: string | null;
  lastReceivedAt: string | null;
  countedFrom: string | null;
  amounts: ProfileAmount[];
  partners: ProfilePart[];
  partnerCount: number;
  sources: ProfilePart[];
  failureReasons: ProfilePart[];
  rules: ProfilePart[];
  hours: number[];
  zone: string;
  newest: ProfilePoint[];
}

export type ProfileKind = 'Account' | 'Counterparty';

export interface ProfilePart {
  name: string;
  payments: number;
  failed: number;
  amounts: ProfileAmount[];
}

export interface ProfilePoint {
  id: string;
  createdAt: string;
  amount: number;
  currency: string;
  status: TransactionStatus;
  isFlagged: boolean;
}

export interface ReasonCountsDto {
  reason: string;
  counts: number[];
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

export type Role = 'Viewer' | 'Analyst' | 'RuleEditor' | 'Operator' | 'Auditor' | 'Admin' | 'Feed' | 'Metrics';

export interface RuleChangeDto {
  id: string;
  version: number;
  kind: RuleChangeKind;
  from: RuleState;
  to: RuleState;
  percent: number;
  by: string;
  isAsserted: boolean;
  reason: string;
  at: string;
}

export type RuleChangeKind = 'Created' | 'Changed' | 'RolledBack' | 'Moved' | 'Approved' | 'Replaced' | 'Stopped' | 'Restored';

export interface RuleCurve {
  number: number;
  text: string;
  limit: string;
  isComplete: boolean;
  points: CurvePoint[];
}

export interface RuleDiff {
  rule: string;
  from: number;
  to: number;
  isSame: boolean;
  parts: RuleDiffPart[];
  fields: string[];
}

export interface RuleDiffPart {
  change: string;
  text: string;
}

export interface RuleDifference {
  transactionId: string;
  rule: string;
  version: number;
  stored: string | null;
  recounted: string | null;
}

export interface RuleDifferenceReport {
  canonical: string;
  flagged: number;
  added: number;
  dropped: number;
  firstAdded: RuleMatch[];
  firstDropped: RuleMatch[];
}

export interface RuleDto {
  name: string;
  revision: number;
  state: RuleState;
  versions: RuleVersionDto[];
}

export interface RuleError {
  position: number;
  length: number;
  line: number;
  column: number;
  message: string;
  suggestion: string | null;
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

export interface RuleFiguresDto {
  rule: string;
  version: number;
  state: RuleState;
  asked: number;
  hits: number;
  flags: number;
  unknown: number;
  meanCostMicroseconds: number;
  hitsPerHour: number[];
  decisions: number;
  quality: RuleQuality;
}

export interface RuleFiguresList {
  since: string;
  rules: RuleFiguresDto[];
}

export interface RuleHistory {
  changes: RuleChangeDto[];
}

export interface RuleImport {
  dryRun: boolean;
  rules: ImportedRule[];
  notNamed: string[];
}

export interface RuleList {
  rules: RuleDto[];
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

export interface RuleQuality {
  precision: ShareEstimate;
  recall: ShareEstimate;
  unclear: number;
  unlabelled: number;
}

export interface RuleReason {
  text: string;
  value: string | null;
  is: string | null;
  limit: string | null;
  window: string | null;
  sentence: string;
}

export type RuleState = 'Draft' | 'Shadow' | 'Rollout' | 'Live' | 'Retired';

export interface RuleVerification {
  from: string;
  to: string;
  payments: number;
  notDecided: number;
  decisions: number;
  differ: number;
  differences: RuleDifference[];
  isComplete: boolean;
  notes: string[];
}

export interface RuleVersionDto {
  rule: string;
  version: number;
  state: RuleState;
  percent: number;
  severity: AlertSeverity;
  description: string | null;
  expression: string;
  canonical: string;
  sentence: string | null;
  form: Record<string, unknown> | null;
  fields: string[];
  features: string[];
  problems: string[];
  createdAt: string;
  by: string;
  isAsserted: boolean;
  reason: string;
  parent: number | null;
  approvedBy: string | null;
  stoppedAt: string | null;
  expectedShare: number | null;
}

export interface RuleVersionList {
  versions: RuleVersionDto[];
}

export interface SessionDto {
  mode: AuthMode;
  kind: ActorKind;
  name: string;
  roles: Role[];
  unmasked: boolean;
  token: string | null;
}

export interface ShareEstimate {
  of: number;
  hits: number;
  share: number | null;
  low: number | null;
  high: number | null;
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

export interface StatusDto {
  level: StatusLevel;
  message: string;
  name: string | null;
  text: string;
  since: string | null;
  until: string | null;
  details: string[];
  incident: IncidentDto | null;
  alert: AlertDto | null;
  moreIncidents: number;
  moreAlerts: number;
  approval: ApprovalDto;
  incidents: IncidentSpan[];
}

export type StatusLevel = 'Calm' | 'Unknown' | 'Warning' | 'Critical';

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
  flags: string[];
}

export interface TransactionWithTimeline {
  transaction: TransactionDto;
  timeline: TimelineEntry[];
  traceId: string | null;
  decisions: DecisionDto[];
  label: LabelDto | null;
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
  quality: RuleQuality | null;
  curve: RuleCurve | null;
  against: RuleDifferenceReport | null;
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
