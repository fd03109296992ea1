import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { AlertPage, HubCalls, ResumeAnswer, TransactionPage } from '../contract.ts';
import { get } from '../lib/api.ts';
import { onServer } from '../lib/base.ts';
import { settings } from '../lib/settings.ts';
import { AlertInbox } from './alert-inbox.ts';
import { refreshAlerts } from './alert-refresh.ts';
import { showToast } from './announce.ts';
import { Connection } from './connection/connection.ts';
import { StatusReporter } from './connection/status-reporter.ts';
import { CriticalAnnouncer } from './critical-announcer.ts';
import { lookForNewVersion } from './new-version.ts';
import { Painter } from './painter.ts';
import { Recovery } from './recovery/recovery.ts';
import { Session } from './session.ts';
import * as state from './state.ts';

// The parts of the one session that a page has, put together here. None of them does anything before start is called.

const BADGE_EVERY_MS = 250;

const hub = new HubConnectionBuilder().withUrl(onServer('/hubs/dashboard')).configureLogging(LogLevel.None).build();
const status = new StatusReporter({ status: state.connectionStatus, badge: state.badge, polite: state.polite }, Date.now);

const painter = new Painter(
  {
    now: Date.now,
    isHidden: () => document.hidden,
    nextFrame: paint => {
      requestAnimationFrame(paint);
    },
    later: (paint, delayMs) => {
      setTimeout(paint, delayMs);
    },
  },
  () => settings.value.everyMs,
  {
    data: () => {
      if (session.newest) state.metrics.value = session.newest;
      alerts.flush();
      state.rowsVersion.value++;
    },
    charts: () => {
      status.refresh(true);
    },
  },
);

const announcer = new CriticalAnnouncer(Date.now, (text, alertId) => {
  state.urgent.value = text;
  showToast(text, alertId);
});

const alerts = new AlertInbox({
  show: state.putAlerts,
  announce: alert => announcer.take(alert),
  requestPaint: () => painter.paint(),
});

const recovery = new Recovery(
  state.rows,
  {
    resume: (epoch, from) => hub.invoke<ResumeAnswer>('Resume', epoch, from),
    page: cursor => get<TransactionPage>(`/api/v1/transactions?limit=500${cursor ? `&cursor=${cursor}` : ''}`),
  },
  Date.now,
  {
    caughtUp: (result, isSilent) => session.caughtUp(result, isSilent),
    serverRestarted: () => void lookForNewVersion(state.newVersion),
  },
);

const session = new Session({
  rows: state.rows,
  frozenRows: state.frozenRows,
  alerts,
  recovery,
  status,
  painter,
  now: Date.now,
  say: text => {
    state.polite.value = text;
  },
  reload: {
    alerts: () => void refreshAlerts(state.alerts, () => get<AlertPage>('/api/v1/alerts?status=Open,Acknowledged&limit=500')),
    afterReconnect: () => {
      state.reconnects.value++;
    },
  },
});

const connection = new Connection(hub, session);

export const tryNow = (): void => connection.tryNow();

export function start(): void {
  const on = <K extends keyof HubCalls>(name: K, take: (...args: HubCalls[K]) => void): void => {
    hub.on(name, (...args) => {
      take(...(args as HubCalls[K]));
    });
  };
  on('ReceiveTransactionBatch', batch => session.takeBatch(batch));
  on('ReceiveMetricsUpdate', figures => session.takeFigures(figures));
  on('ReceiveAlert', alert => alerts.take(alert));
  addEventListener('online', () => {
    status.change({ online: true });
    connection.tryNow();
  });
  addEventListener('offline', () => status.change({ online: false }));
  status.change({ online: navigator.onLine });
  document.addEventListener('visibilitychange', () => painter.paintNow());
  // The browser may keep a page that the viewer has left, with its connection open. The server would go on sending to it.
  addEventListener('pagehide', () => {
    void hub.stop();
  });
  setInterval(() => session.refreshBadge(), BADGE_EVERY_MS);
  void connection.run();
}
