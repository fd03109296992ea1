import { computed, signal } from '@preact/signals';
import type { AlertPage } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import type { AlertsView } from '../../lib/filters.ts';
import { instant } from '../../lib/time.ts';
import { type Alert, alerts } from '../../live/state.ts';

const PAGE = 100;

interface List {
  view: AlertsView;
  items: Alert[];
  next: string | null;
  isLoading: boolean;
  error: string | null;
}

const list = signal<List | null>(null);

/** What the server listed, with what has happened since: by this viewer, or pushed. */
export const shown = computed<List | null>(() => {
  const known = list.value;
  if (!known) return null;
  const { view } = known;
  const byId = new Map(known.items.map(alert => [alert.id, alert]));
  for (const alert of alerts.value.values()) byId.set(alert.id, alert);
  const since = view.since === '' ? null : instant(view.since, Date.now());
  const items = [...byId.values()].filter(
    alert =>
      alert.status === view.status &&
      (view.severities.length === 0 || view.severities.includes(alert.severity)) &&
      (view.rule === '' || alert.rule === view.rule) &&
      (since === null || Date.parse(alert.raisedAt) >= since),
  );
  return { ...known, items: items.sort((a, b) => (a.id < b.id ? 1 : -1)) };
});

export async function load(view: AlertsView): Promise<void> {
  list.value = {
    view,
    items: list.peek()?.view.status === view.status ? list.peek()!.items : [],
    next: null,
    isLoading: true,
    error: null,
  };
  await read(view, null, []);
}

export async function loadMore(): Promise<void> {
  const known = list.peek();
  if (known?.next && !known.isLoading) {
    list.value = { ...known, isLoading: true };
    await read(known.view, known.next, known.items);
  }
}

async function read(view: AlertsView, cursor: string | null, before: Alert[]): Promise<void> {
  const query = new URLSearchParams({ status: view.status, limit: String(PAGE) });
  if (view.severities.length > 0) query.set('severity', view.severities.join(','));
  if (view.rule) query.set('rule', view.rule);
  if (view.since) query.set('from', new Date(instant(view.since, Date.now())!).toISOString());
  if (cursor) query.set('cursor', cursor);
  try {
    const page = await get<AlertPage>(`/api/v1/alerts?${query}`);
    if (list.peek()?.view === view) list.value = { ...list.peek()!, items: [...before, ...page.items], next: page.next, isLoading: false };
  } catch (error) {
    if (list.peek()?.view === view) list.value = { ...list.peek()!, isLoading: false, error: messageOf(error) };
  }
}
