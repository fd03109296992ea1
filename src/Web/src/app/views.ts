import { findView, registerViews } from '../parts/view.ts';
import { alertsView } from '../views/alerts/view.ts';
import { auditView } from '../views/audit/view.ts';
import { historyView } from '../views/history/view.ts';
import { keysView } from '../views/keys/view.ts';
import { liveView } from '../views/live/view.ts';
import { accountView, counterpartyView } from '../views/profile/view.ts';
import { replayView } from '../views/replay/view.ts';
import { rulesView, ruleView } from '../views/rules/view.ts';
import { settingsView } from '../views/settings/view.ts';
import { simulatorView } from '../views/simulator/view.ts';
import { transactionView } from '../views/transaction/view.ts';

/** The view that "/" stands for. */
export const homeView = liveView;

// In the order of the menu and of the list of shortcuts.
registerViews([
  liveView,
  historyView,
  alertsView,
  rulesView,
  simulatorView,
  replayView,
  settingsView,
  transactionView,
  ruleView,
  accountView,
  counterpartyView,
  keysView,
  auditView,
]);

/** Whether a path is a view of this page. All other paths belong to the server. */
export const isView = (path: string): boolean => path === '/' || findView(path) !== null;

export { alertsView };
