import { age } from '../../lib/format.ts';

/** From this age on of the newest update a page must not look alive. */
export const STALE_MS = 2_500;
const BEHIND_MS = 2_000;
const OFFLINE_MS = 60_000;

export type Phase = 'connecting' | 'connected' | 'waiting' | 'retrying';

export interface Link {
  phase: Phase;
  online: boolean;
  /** When the newest figures came in; null before the first. */
  updatedAt: number | null;
  /** Since when there is no connection; null while there is one or the first try has not failed. */
  lostAt: number | null;
  attempt: number;
  nextTryAt: number | null;
  /** How much longer than the fastest update the newest one was on its way. */
  lagMs: number;
  resumed: { count: number; lost: number | null; until: number } | null;
}

export type BadgeState = 'connecting' | 'live' | 'behind' | 'stale' | 'reconnecting' | 'offline';

export interface Badge {
  state: BadgeState;
  word: string;
  detail: string;
  tone: 'ok' | 'warn' | 'bad';
}

/** What the badge says, from what is known of the connection; section by section the table of states. */
export function badgeOf(link: Link, now: number): Badge {
  const offline = !link.online || (link.lostAt !== null && now - link.lostAt >= OFFLINE_MS);
  if (link.phase !== 'connected') {
    if (offline) return { state: 'offline', word: 'Offline', detail: '', tone: 'bad' };
    // The first figures of a page are there before its first connection.
    if (link.updatedAt === null || link.lostAt === null)
      return { state: 'connecting', word: 'Connecting', detail: link.attempt > 1 ? `try ${link.attempt}` : '', tone: 'warn' };
    return { state: 'reconnecting', word: 'Reconnecting', detail: `try ${Math.max(1, link.attempt)}`, tone: 'warn' };
  }
  if (link.updatedAt === null) return { state: 'connecting', word: 'Connecting', detail: '', tone: 'warn' };
  const silence = now - link.updatedAt;
  if (silence > STALE_MS) return { state: 'stale', word: 'Stale', detail: age(silence), tone: 'warn' };
  if (link.resumed && now < link.resumed.until) return { state: 'live', word: 'Live', detail: resumedText(link.resumed), tone: 'ok' };
  if (link.lagMs > BEHIND_MS) return { state: 'behind', word: 'Live', detail: `${age(link.lagMs + silence)} behind`, tone: 'warn' };
  return { state: 'live', word: 'Live', detail: age(silence), tone: 'ok' };
}

function resumedText(resumed: NonNullable<Link['resumed']>): string {
  return `resumed ${resumed.count}, ${resumed.lost === null ? 'some not shown' : `${resumed.lost} lost`}`;
}

/** Whether figures must be dimmed, because they are no longer those of now. */
export const isOld = (badge: Badge): boolean => badge.state === 'stale' || badge.state === 'reconnecting' || badge.state === 'offline';
