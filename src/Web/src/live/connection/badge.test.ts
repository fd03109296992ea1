import { describe, expect, it } from 'vitest';
import { badgeOf, type ConnectionStatus, isOutdatedBadge } from './badge.ts';

const live: ConnectionStatus = {
  phase: 'connected',
  online: true,
  updatedAt: 10_000,
  lostAt: null,
  attempt: 0,
  nextTryAt: null,
  lagMs: 0,
  resumed: null,
};

describe('the badge', () => {
  it.each<[string, Partial<ConnectionStatus>, number, string, string, string]>([
    ['before the first figures', { phase: 'connecting', updatedAt: null }, 10_000, 'connecting', 'Connecting', ''],
    ['with the first figures', { phase: 'connecting', updatedAt: 9_900 }, 10_000, 'connecting', 'Connecting', ''],
    [
      'with the first figures and no server',
      { phase: 'waiting', updatedAt: 9_900, lostAt: 10_000, attempt: 2 },
      10_500,
      'reconnecting',
      'Reconnecting',
      'try 2',
    ],
    ['connected without figures', { updatedAt: null }, 10_000, 'connecting', 'Connecting', ''],
    ['with new figures', {}, 10_400, 'live', 'Live', '0.4 s'],
    ['far away', { lagMs: 3_000 }, 10_100, 'behind', 'Live', '3.1 s behind'],
    ['with old figures', {}, 16_000, 'stale', 'Stale', '6.0 s'],
    ['without connection', { phase: 'waiting', attempt: 3, lostAt: 12_000 }, 14_000, 'reconnecting', 'Reconnecting', 'try 3'],
    ['for a minute without connection', { phase: 'retrying', attempt: 9, lostAt: 12_000 }, 72_000, 'offline', 'Offline', ''],
    ['without network', { phase: 'waiting', online: false, lostAt: 12_000 }, 12_100, 'offline', 'Offline', ''],
    ['after a resume', { resumed: { count: 214, lost: 0, until: 12_000 } }, 10_400, 'live', 'Live', 'resumed 214, 0 lost'],
    [
      'after a resume with holes',
      { resumed: { count: 214, lost: null, until: 12_000 } },
      10_400,
      'live',
      'Live',
      'resumed 214, some not shown',
    ],
    ['some time after a resume', { updatedAt: 12_500, resumed: { count: 214, lost: 0, until: 12_000 } }, 12_600, 'live', 'Live', '0.1 s'],
  ])('%s', (_, change, now, state, word, detail) => {
    expect(badgeOf({ ...live, ...change }, now)).toMatchObject({ state, word, detail });
  });

  it('says when the figures are outdated', () => {
    expect(isOutdatedBadge(badgeOf(live, 12_400))).toBe(false);
    expect(isOutdatedBadge(badgeOf(live, 12_600))).toBe(true);
    expect(isOutdatedBadge(badgeOf({ ...live, phase: 'waiting', lostAt: 10_050 }, 10_100))).toBe(true);
    expect(isOutdatedBadge(badgeOf({ ...live, phase: 'connecting', updatedAt: null }, 10_100))).toBe(false);
  });
});
