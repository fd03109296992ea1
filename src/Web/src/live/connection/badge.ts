import { age } from '../../lib/format.ts';

/** When the newest update is older than this, the page must not look live. */
export const STALE_MS = 2_500;
const BEHIND_MS = 2_000;
const OFFLINE_MS = 60_000;

export type Phase = 'connecting' | 'connected' | 'waiting' | 'retrying';

/** What the page knows of its connection to the server. */
export interface ConnectionStatus {
  phase: Phase;
  /** Whether the browser has a network. */
  online: boolean;
  /** When the newest figures arrived; null before the first. */
  updatedAt: number | null;
  /** Since when there is no connection; null while there is one, and until the first try has failed. */
  lostAt: number | null;
  attempt: number;
  nextTryAt: number | null;
  /** How much longer the newest update travelled than the fastest one. */
  lagMs: number;
  /** The result of the last catch-up, for as long as the badge shows it. */
  resumed: { count: number; lost: number | null; until: number } | null;
}

export type BadgeState = 'connecting' | 'live' | 'behind' | 'stale' | 'reconnecting' | 'offline';

export interface Badge {
  state: BadgeState;
  word: string;
  detail: string;
  tone: 'ok' | 'warn' | 'bad';
}

/** The badge in the header, from the status of the connection. */
export function badgeOf(status: ConnectionStatus, now: number): Badge {
  return status.phase === 'connected' ? connectedBadge(status, now) : disconnectedBadge(status, now);
}

function disconnectedBadge(status: ConnectionStatus, now: number): Badge {
  const { online, updatedAt, lostAt, attempt } = status;
  if (!online || (lostAt !== null && now - lostAt >= OFFLINE_MS)) return { state: 'offline', word: 'Offline', detail: '', tone: 'bad' };
  // The first figures of a page arrive before its first connection.
  if (updatedAt === null || lostAt === null)
    return { state: 'connecting', word: 'Connecting', detail: attempt > 1 ? `try ${attempt}` : '', tone: 'warn' };
  return { state: 'reconnecting', word: 'Reconnecting', detail: `try ${Math.max(1, attempt)}`, tone: 'warn' };
}

function connectedBadge({ updatedAt, resumed, lagMs }: ConnectionStatus, now: number): Badge {
  if (updatedAt === null) return { state: 'connecting', word: 'Connecting', detail: '', tone: 'warn' };
  const silence = now - updatedAt;
  if (silence > STALE_MS) return { state: 'stale', word: 'Stale', detail: age(silence), tone: 'warn' };
  if (resumed && now < resumed.until) return { state: 'live', word: 'Live', detail: resumedText(resumed), tone: 'ok' };
  if (lagMs > BEHIND_MS) return { state: 'behind', word: 'Live', detail: `${age(lagMs + silence)} behind`, tone: 'warn' };
  return { state: 'live', word: 'Live', detail: age(silence), tone: 'ok' };
}

function resumedText({ count, lost }: { count: number; lost: number | null }): string {
  return `resumed ${count}, ${lost === null ? 'some not shown' : `${lost} lost`}`;
}

/** Whether the page dims its figures, because they are no longer current. */
export const isOutdatedBadge = (badge: Badge): boolean =>
  badge.state === 'stale' || badge.state === 'reconnecting' || badge.state === 'offline';
