import type { Alert } from '../../live/state.ts';

export interface StillList {
  items: readonly Alert[];
  /** New alerts that the list does not show yet. */
  waiting: number;
}

/**
 * What a list shows while it stands still: the same alerts in the same places, each in its newest state, and none that is new. An alert
 * that left the list meanwhile, because a viewer decided on it, keeps its place.
 */
export function standStill(before: readonly Alert[], now: readonly Alert[], newest: (id: string) => Alert | undefined): StillList {
  const known = new Set(before.map(alert => alert.id));
  return { items: before.map(alert => newest(alert.id) ?? alert), waiting: now.filter(alert => !known.has(alert.id)).length };
}
