import { computed, signal } from '@preact/signals';
import type { AlertPage } from '../../contract.ts';
import { get, messageOf } from '../../lib/api.ts';
import { parseInstant } from '../../lib/time.ts';
import { type Alert, alerts } from '../../live/state.ts';
import { createStillness } from '../../parts/stillness.ts';
import type { AlertsAddress } from './address.ts';
import { type StillList, standStill } from './still-list.ts';

const PAGE = 100;

interface List {
  address: AlertsAddress;
  items: Alert[];
  /** Open alerts, as the server counted them when it made the list. */
  open: number | null;
  next: string | null;
  isLoading: boolean;
  error: string | null;
}

const list = signal<List | null>(null);

/** The list from the server, updated with the changes of this viewer and with the alerts that the server has pushed since. */
export const shown = computed<List | null>(() => {
  const known = list.value;
  if (!known) return null;
  const { address } = known;
  const byId = new Map(known.items.map(alert => [alert.id, alert]));
  for (const alert of alerts.value.values()) byId.set(alert.id, alert);
  const since = address.since === '' ? null : parseInstant(address.since, Date.now());
  const items = [...byId.values()].filter(
    alert =>
      alert.status === address.status &&
      (address.severities.length === 0 || address.severities.includes(alert.severity)) &&
      (address.rule === '' || alert.rule === address.rule) &&
      (since === null || Date.parse(alert.raisedAt) >= since),
  );
  return { ...known, items: items.sort((a, b) => (a.id < b.id ? 1 : -1)) };
});

/** The list stands still while the viewer is in it. */
export const stillness = createStillness();
let standing: { key: string; items: readonly Alert[] } = { key: '', items: [] };

/** The list as the page shows it. */
export const visible = computed<(Omit<List, 'items'> & StillList) | null>(() => {
  const now = shown.value;
  if (!now) return null;
  const key = JSON.stringify([now.address, now.isLoading]);
  if (stillness.isStill.value && standing.key === key)
    return { ...now, ...standStill(standing.items, now.items, id => alerts.value.get(id)) };
  standing = { key, items: now.items };
  return { ...now, waiting: 0 };
});

export async function load(address: AlertsAddress): Promise<void> {
  list.value = {
    address,
    items: list.peek()?.address.status === address.status ? list.peek()!.items : [],
    open: list.peek()?.open ?? null,
    next: null,
    isLoading: true,
    error: null,
  };
  await read(address, null, []);
}

export async function loadMore(): Promise<void> {
  const known = list.peek();
  if (known?.next && !known.isLoading) {
    list.value = { ...known, isLoading: true };
    await read(known.address, known.next, known.items);
  }
}

async function read(address: AlertsAddress, cursor: string | null, before: Alert[]): Promise<void> {
  const query = new URLSearchParams({ status: address.status, limit: String(PAGE) });
  if (address.severities.length > 0) query.set('severity', address.severities.join(','));
  if (address.rule) query.set('rule', address.rule);
  if (address.since) query.set('from', new Date(parseInstant(address.since, Date.now())!).toISOString());
  if (cursor) query.set('cursor', cursor);
  try {
    const page = await get<AlertPage>(`/api/v1/alerts?${query}`);
    if (list.peek()?.address === address)
      list.value = { ...list.peek()!, items: [...before, ...page.items], open: page.counts.open, next: page.next, isLoading: false };
  } catch (error) {
    if (list.peek()?.address === address) list.value = { ...list.peek()!, isLoading: false, error: messageOf(error) };
  }
}
