import type { DashboardMetricsDto, TransactionDto } from '../contract.ts';
import { clock } from '../lib/time.ts';
import type { AlertInbox } from './alert-inbox.ts';
import type { ConnectionEvents } from './connection/connection.ts';
import type { StatusReporter } from './connection/status-reporter.ts';
import type { Painter } from './painter.ts';
import type { CaughtUp } from './recovery/catch-up.ts';
import type { Recovery } from './recovery/recovery.ts';
import type { FrozenRows } from './rows/frozen-rows.ts';
import type { Rows } from './rows/rows.ts';

/** How long the badge shows the result of a catch-up. */
const RESUMED_SHOWN_MS = 5_000;
/** The charts are this late: nothing repaints, so the badge has to show its age by itself. */
const CHARTS_LATE_MS = 1_500;

export interface SessionParts {
  rows: Rows;
  frozenRows: FrozenRows;
  alerts: AlertInbox;
  recovery: Recovery;
  status: StatusReporter;
  painter: Painter;
  now: () => number;
  /** Speaks a text through a screen reader. */
  say: (text: string) => void;
  /** Reads anew what the server only sends changes of. */
  reload: { alerts(): void; afterReconnect(): void };
}

/** Receives everything that the server sends and hands each piece to the part that keeps it. */
export class Session implements ConnectionEvents {
  private newestFigures: DashboardMetricsDto | null = null;
  private fastestMs = Number.POSITIVE_INFINITY;

  constructor(private readonly parts: SessionParts) {}

  /** What the next paint shows; null before the first update. */
  get newest(): DashboardMetricsDto | null {
    return this.newestFigures;
  }

  trying(attempt: number): void {
    const { status } = this.parts;
    const isFirst = attempt === 1 && status.current.lostAt === null;
    status.change({ phase: isFirst ? 'connecting' : 'retrying', attempt, nextTryAt: null });
  }

  waiting(attempt: number, delayMs: number): void {
    const { status, now } = this.parts;
    status.change({ phase: 'waiting', attempt, nextTryAt: now() + delayMs, lostAt: status.current.lostAt ?? now() });
  }

  connected(): void {
    const { alerts, recovery, reload, status } = this.parts;
    alerts.connected();
    status.change({ phase: 'connected', lostAt: null, attempt: 0, nextTryAt: null });
    reload.alerts();
    if (recovery.isDue) reload.afterReconnect();
  }

  lost(): void {
    const { now, painter, recovery, say, status } = this.parts;
    recovery.connectionLost();
    status.change({ phase: 'waiting', lostAt: now() });
    say(`Connection lost at ${clock(now())}.`);
    // The newest data may not have been painted yet, and now it has to last.
    painter.paintNow();
  }

  takeBatch(batch: TransactionDto[]): void {
    this.parts.frozenRows.countArrived(this.parts.rows.merge(batch));
  }

  takeFigures(figures: DashboardMetricsDto): void {
    const { alerts, now, painter, recovery, status } = this.parts;
    alerts.figuresArrived();
    const at = now();
    const computedAt = Date.parse(figures.computedAt);
    // The clocks of browser and server differ. The fastest update so far stands for no delay.
    this.fastestMs = Math.min(this.fastestMs, at - computedAt);
    this.newestFigures = figures;
    status.change({ updatedAt: at, lagMs: at - computedAt - this.fastestMs });
    recovery.takeFigures(figures);
    painter.paint();
  }

  caughtUp(result: CaughtUp, isSilent: boolean): void {
    const { frozenRows, now, painter, say, status } = this.parts;
    frozenRows.countArrived(result.added);
    if (!isSilent) {
      status.change({ resumed: { count: result.count, lost: result.lost, until: now() + RESUMED_SHOWN_MS } });
      const missing = result.lost === null ? 'Some transactions are not shown' : `${result.lost} lost`;
      say(`Connected again. ${result.count} changes resumed. ${missing}.`);
    }
    painter.paintNow();
  }

  /** Called several times a second, so that the badge changes without any update from the server. */
  refreshBadge(): void {
    const { painter, status } = this.parts;
    status.refresh(painter.chartsAgeMs > CHARTS_LATE_MS);
  }
}
