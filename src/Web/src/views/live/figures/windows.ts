import type { DashboardMetricsDto, WindowDto } from '../../../contract.ts';
import type { Window } from '../address.ts';

export const WINDOWS: readonly (readonly [Window, string])[] = [
  ['1m', '1 min'],
  ['5m', '5 min'],
  ['1h', '1 h'],
];

export const SECONDS = { '1m': 60, '5m': 300, '1h': 3_600 } as const;

export function windowOf(m: DashboardMetricsDto, window: Window): WindowDto {
  return window === '1m' ? m.lastMinute : window === '5m' ? m.lastFiveMinutes : m.lastHour;
}
