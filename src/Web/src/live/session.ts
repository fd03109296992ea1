import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type {
  AlertPage,
  DashboardMetricsDto,
  HubCalls,
  MetricsSeriesDto,
  ResumeAnswer,
  TransactionDto,
  TransactionPage,
} from '../contract.ts';
import { get, messageOf } from '../lib/api.ts';
import { settings } from '../lib/settings.ts';
import { clock } from '../lib/time.ts';
import { noteAlert } from './announce.ts';
import { badgeOf } from './connection/badge.ts';
import { type CaughtUp, fill, resume, type Sources } from './recovery/catch-up.ts';
import { Connection } from './connection/connection.ts';
import { Sequence } from './recovery/sequence.ts';
import type { Range } from './charts/series.ts';
import * as state from './state.ts';

const RESUMED_SHOWN_MS = 5_000;
const hub = new HubConnectionBuilder().withUrl('/hubs/dashboard').configureLogging(LogLevel.None).build();
const sequence = new Sequence();

interface Cut {
  epoch: string;
  sequence: number;
  newest: string | null;
  unfinished: string | null;
  at: number;
}

// What was known when the connection was lost; null while there is nothing to catch up with.
let before: Cut | null = null;
// What is being caught up with; if the connection is lost meanwhile, it begins there again.
let catching: Cut | null = null;
// The calls up to the second figures are a snapshot: nothing in them is news.
let figuresSinceConnect = 0;
let canResume = true;
let fastest = Infinity;
let painted = 0;
let newest: DashboardMetricsDto | null = null;
// Taken in at the next paint, all at once.
const alertsToPaint = new Map<string, state.Alert>();
const MAX_UNPAINTED = 500;

const connection = new Connection(hub, {
  trying: attempt =>
    patch({ phase: attempt === 1 && state.link.value.lostAt === null ? 'connecting' : 'retrying', attempt, nextTryAt: null }),
  waiting: (attempt, delay) =>
    patch({ phase: 'waiting', attempt, nextTryAt: Date.now() + delay, lostAt: state.link.value.lostAt ?? Date.now() }),
  connected,
  lost,
});

export const tryNow = (): void => connection.tryNow();

export function start(): void {
  const on = <K extends keyof HubCalls>(name: K, take: (...args: HubCalls[K]) => void): void => {
    hub.on(name, (...args) => {
      take(...(args as HubCalls[K]));
    });
  };
  on('ReceiveTransactionBatch', takeBatch);
  on('ReceiveMetricsUpdate', takeMetrics);
  on('ReceiveAlert', alert => {
    noteAlert(alert, figuresSinceConnect > 1);
    takeAlert(alert);
  });
  addEventListener('online', () => {
    patch({ online: true });
    connection.tryNow();
  });
  addEventListener('offline', () => patch({ online: false }));
  patch({ online: navigator.onLine });
  document.addEventListener('visibilitychange', () => paint(true));
  // A page that the browser puts away to go back to is frozen with its connection open: the server would send to nobody until it notices.
  addEventListener('pagehide', () => {
    void hub.stop();
  });
  setInterval(() => refreshBadge(Date.now() - drawn > AGE_LATE_MS), 250);
  void connection.run();
}

/** Fills the charts with the past; what comes from now on is appended. */
export async function loadSeries(range: Range): Promise<void> {
  if (state.series.range !== range) {
    state.series.clear(range);
    state.seriesVersion.value++;
  }
  try {
    const past = await get<MetricsSeriesDto>(`/api/v1/metrics/series?range=${range}`);
    if (state.series.range !== range) return;
    state.series.seed(past);
    state.seriesError.value = null;
  } catch (error) {
    state.seriesError.value = messageOf(error);
  }
  state.seriesVersion.value++;
}

/** The alerts as the server has them: what was resolved while nobody listened is gone. */
async function loadAlerts(): Promise<void> {
  const known = state.alerts.value;
  try {
    const page = await get<AlertPage>('/api/v1/alerts?status=Open,Acknowledged&limit=500');
    const next = new Map(page.items.map(alert => [alert.id, alert]));
    // What came since is newer than the answer: an alert is told before it is stored.
    for (const alert of state.alerts.value.values()) if (known.get(alert.id) !== alert) next.set(alert.id, alert);
    state.alerts.value = next;
  } catch {
    // The hub has sent the newest; the page of alerts says what is wrong.
  }
}

function connected(): void {
  figuresSinceConnect = 0;
  patch({ phase: 'connected', lostAt: null, attempt: 0, nextTryAt: null });
  void loadAlerts();
  if (!before) return;
  state.reconnects.value++;
  void loadSeries(state.series.range);
}

function lost(): void {
  if (catching) {
    before = catching;
  } else if (sequence.epoch !== null && !before) {
    before = {
      epoch: sequence.epoch,
      sequence: sequence.last,
      newest: state.rows.newestId,
      unfinished: state.rows.oldestUnfinished(),
      at: Date.now(),
    };
  }
  patch({ phase: 'waiting', lostAt: Date.now() });
  state.polite.value = `Connection lost at ${clock(Date.now())}.`;
  // What came last may be newer than what was painted last, and is what stays.
  paint(true);
}

function takeBatch(batch: TransactionDto[]): void {
  state.hold.note(state.rows.merge(batch));
}

function takeAlert(alert: state.Alert): void {
  alertsToPaint.set(alert.id, alert);
  // A hidden page paints nothing, for hours perhaps.
  if (alertsToPaint.size >= MAX_UNPAINTED) showAlerts();
  else paint(false);
}

function showAlerts(): void {
  state.putAlerts([...alertsToPaint.values()]);
  alertsToPaint.clear();
}

function takeMetrics(metrics: DashboardMetricsDto): void {
  figuresSinceConnect++;
  const now = Date.now();
  const travelled = now - Date.parse(metrics.computedAt);
  fastest = Math.min(fastest, travelled);
  if (state.link.value.updatedAt !== null && now - state.link.value.updatedAt > 3_000)
    state.series.breakAt(Date.parse(metrics.computedAt) / 1000 - 0.001);
  newest = metrics;
  state.series.push(metrics);
  patch({ updatedAt: now, lagMs: travelled - fastest });

  if (before) {
    const cut = before;
    before = null;
    sequence.jump(metrics.epoch, metrics.sequence);
    if (cut.epoch !== metrics.epoch) void lookForNewVersion();
    void catchUp(cut, cut.epoch === metrics.epoch);
  } else if (catching || !canResume) {
    sequence.jump(metrics.epoch, metrics.sequence);
  } else {
    const cut = { epoch: sequence.epoch ?? metrics.epoch, sequence: sequence.last, newest: state.rows.newestId, unfinished: null, at: now };
    if (sequence.observe(metrics) === 'hole') {
      sequence.jump(metrics.epoch, metrics.sequence);
      void catchUp(cut, true, { silent: true });
    }
  }
  paint(false);
}

const sources: Sources = {
  resume: (epoch, from) => hub.invoke<ResumeAnswer>('Resume', epoch, from),
  page: cursor => get<TransactionPage>(`/api/v1/transactions?limit=500${cursor ? `&cursor=${cursor}` : ''}`),
};

async function catchUp(cut: Cut, sameRun: boolean, options: { silent?: boolean } = {}): Promise<void> {
  catching = cut;
  let result: CaughtUp | null = null;
  try {
    if (sameRun && canResume) result = await resume(state.rows, cut.epoch, cut.sequence, sources).catch(noResume);
    if (!result && !(options.silent && !canResume)) result = await fill(state.rows, cut.newest, cut.unfinished, sources);
  } catch {
    result = { count: 0, lost: null, sequence: null, added: [] };
  }
  catching = null;
  // Lost again meanwhile: the next connection begins where this one did.
  if (before || !result) return;
  if (result.sequence !== null) sequence.jump(cut.epoch, result.sequence);
  state.hold.note(result.added);
  if (result.lost !== 0 && cut.newest) state.rows.addGap(cut.newest, null, cut.at, Date.now());
  if (!options.silent) {
    patch({ resumed: { count: result.count, lost: result.lost, until: Date.now() + RESUMED_SHOWN_MS } });
    state.polite.value = `Connected again, resumed ${result.count}, ${result.lost === null ? 'some are not shown' : `${result.lost} lost`}.`;
  }
  paint(true);
}

function noResume(error: unknown): null {
  // The client says this for an unknown method; anything else may work the next time.
  if (/does not exist/i.test(messageOf(error))) canResume = false;
  return null;
}

/** After a restart the server may have brought a newer page: its start page then names another script. */
async function lookForNewVersion(): Promise<void> {
  const own = document.querySelector<HTMLScriptElement>('script[type=module]')?.src;
  const page = await fetch('/', { cache: 'no-store' }).then(
    r => (r.ok ? r.text() : ''),
    () => '',
  );
  if (own && page && !page.includes(new URL(own).pathname)) state.newVersion.value = true;
}

function patch(change: Partial<typeof state.link.value>): void {
  state.link.value = { ...state.link.value, ...change };
  refreshBadge(false);
}

// Ages are written once a second, states at once: with the charts, because a frame for a few letters is dear, or without them when there are none.
const AGE_EVERY_MS = 900;
const AGE_LATE_MS = 1_500;
let badgeAt = 0;
function refreshBadge(withAge: boolean): void {
  const now = Date.now();
  const next = badgeOf(state.link.value, now);
  const shown = state.badge.value;
  if (next.state === shown.state && next.detail === shown.detail) return;
  if (next.state === shown.state && !state.link.value.resumed && (!withAge || now - badgeAt < AGE_EVERY_MS)) return;
  if (next.state !== shown.state && (next.state === 'stale' || next.state === 'offline'))
    state.polite.value = `${next.word}: no new figures since ${clock(state.link.value.updatedAt ?? now)}.`;
  badgeAt = now;
  state.badge.value = next;
}

/** The charts have a point a second at most, and drawing them is dear: then, and not in the frame that has everything else. */
const CHARTS_EVERY_MS = 900;
const CHARTS_LATER_MS = 150;
let drawn = 0;

let scheduled = false;
function paint(always: boolean): void {
  if (document.hidden || scheduled) return;
  if (!always && Date.now() - painted < settings.value.everyMs - 100) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    painted = Date.now();
    if (newest) state.metrics.value = newest;
    showAlerts();
    state.rowsVersion.value++;
    if (painted - drawn < CHARTS_EVERY_MS) return;
    drawn = painted;
    setTimeout(() => {
      state.seriesVersion.value++;
      refreshBadge(true);
    }, CHARTS_LATER_MS);
  });
}
