import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer } from '../../tests/fake-server.ts';
import { samples } from '../../tests/samples.ts';
import { AlertInbox } from './alert-inbox.ts';
import { badgeOf } from './connection/badge.ts';
import { StatusReporter } from './connection/status-reporter.ts';
import { Painter } from './painter.ts';
import { Recovery } from './recovery/recovery.ts';
import { FrozenRows } from './rows/frozen-rows.ts';
import { Rows } from './rows/rows.ts';
import { Session } from './session.ts';

const START = Date.parse('2026-11-23T16:55:04Z');

/** A session of real parts with a fake server and a fake screen. */
function newSession() {
  const test = { now: START, paints: 0, spoken: [] as string[], reloads: [] as string[], server: new FakeServer() };
  const now = (): number => test.now;
  const status = signal(samples.connectionStatus());
  const badge = signal(badgeOf(status.value, START));
  const say = (text: string): void => {
    test.spoken.push(text);
  };
  const rows = new Rows();
  const screen = { now, isHidden: () => false, nextFrame: (paint: () => void) => paint(), later: (paint: () => void) => paint() };
  const painter = new Painter(screen, () => 500, { data: () => test.paints++, charts: () => {} });
  const recovery = new Recovery(rows, test.server, now, {
    caughtUp: (result, isSilent) => session.caughtUp(result, isSilent),
    serverRestarted: () => {},
  });
  const parts = {
    rows,
    frozenRows: new FrozenRows(),
    alerts: new AlertInbox({ show: () => {}, announce: () => {}, requestPaint: () => {} }),
    recovery,
    status: new StatusReporter({ status, badge, polite: signal('') }, now),
    painter,
    now,
    say,
    reload: { alerts: () => test.reloads.push('alerts'), afterReconnect: () => test.reloads.push('lists') },
  };
  const session = new Session(parts);
  const update = (sequence: number, afterMs: number, computedAgoMs = 0): void => {
    test.now += afterMs;
    const computedAt = new Date(test.now - computedAgoMs).toISOString();
    session.takeFigures(samples.metrics({ sequence, changed: 1, computedAt }));
  };
  return { test, parts, session, status, badge, update };
}

describe('a session', () => {
  let s: ReturnType<typeof newSession>;

  beforeEach(() => {
    s = newSession();
    s.session.trying(1);
    s.session.connected();
    s.update(1, 100);
  });

  it('is live with the first figures after connecting', () => {
    expect(s.badge.value.state).toBe('live');
    expect(s.session.newest?.sequence).toBe(1);
    expect(s.test.reloads).toEqual(['alerts']);
    expect(s.test.paints).toBe(1);
  });

  it('puts a batch into the rows, and counts it while the table is frozen', () => {
    s.session.takeBatch(samples.rows(1, 2));
    s.parts.frozenRows.freeze(s.parts.rows.list());
    s.session.takeBatch(samples.rows(2, 5));
    expect(s.parts.rows.size).toBe(5);
    expect(s.parts.frozenRows.countWithheld(() => true)).toBe(3);
  });

  it('measures the delay of an update against the fastest one, whatever the clock of the server', () => {
    s.update(2, 500, -60_000);
    s.update(3, 500, -57_500);
    expect(s.status.value.lagMs).toBe(2_500);
    expect(s.badge.value.state).toBe('behind');
  });

  it('says that the connection is lost, and paints the newest data once more', () => {
    const before = s.test.paints;
    s.session.lost();
    s.session.waiting(1, 500);
    expect(s.badge.value.state).toBe('reconnecting');
    expect(s.status.value).toMatchObject({ lostAt: s.test.now, nextTryAt: s.test.now + 500 });
    expect(s.test.spoken).toHaveLength(1);
    expect(s.test.spoken[0]).toMatch(/^Connection lost at /);
    expect(s.test.paints).toBe(before + 1);
  });

  it('reads the lists anew after a reconnect, catches up, and shows for five seconds how much', async () => {
    s.session.takeBatch([samples.row(1)]);
    s.session.lost();
    s.session.connected();
    expect(s.test.reloads).toEqual(['alerts', 'alerts', 'lists']);

    s.test.server.options.changes = samples.rows(2, 4);
    s.update(5, 1_000);
    await vi.waitFor(() => expect(s.badge.value.detail).toBe('resumed 3, 0 lost'));
    expect(s.test.spoken.at(-1)).toBe('Connected again. 3 changes resumed. 0 lost.');

    s.update(6, 5_001);
    s.session.refreshBadge();
    expect(s.badge.value.detail).toBe('0.0 s');
  });

  it('shows the number of the try while it cannot connect', () => {
    s.session.lost();
    s.session.trying(3);
    expect(s.status.value.phase).toBe('retrying');
    s.test.now += 2_000;
    s.session.refreshBadge();
    expect(s.badge.value.detail).toBe('try 3');
  });
});
