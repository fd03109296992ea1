import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { badgeOf } from './badge.ts';
import { StatusReporter, type StatusSignals } from './status-reporter.ts';

describe('the reporter of the connection', () => {
  let now: number;
  let signals: StatusSignals;
  let reporter: StatusReporter;

  beforeEach(() => {
    now = 100_000;
    const status = samples.connectionStatus({ phase: 'connected', updatedAt: now });
    signals = { status: signal(status), badge: signal(badgeOf(status, now)), polite: signal('') };
    reporter = new StatusReporter(signals, () => now);
  });

  const badge = (): string => `${signals.badge.value.state} ${signals.badge.value.detail}`.trim();

  it('shows a new state at once', () => {
    reporter.change({ phase: 'waiting', lostAt: now, attempt: 2 });
    expect(badge()).toBe('reconnecting try 2');
  });

  it('shows a new age only when the page repaints, and at most once a second', () => {
    now += 1_000;
    reporter.refresh(false);
    expect(badge()).toBe('live 0.0 s');
    reporter.refresh(true);
    expect(badge()).toBe('live 1.0 s');
    now += 500;
    reporter.refresh(true);
    expect(badge()).toBe('live 1.0 s');
    now += 400;
    reporter.refresh(true);
    expect(badge()).toBe('live 1.9 s');
  });

  it('speaks when the figures become stale, once', () => {
    now += 2_600;
    reporter.refresh(false);
    expect(badge()).toBe('stale 2.6 s');
    expect(signals.polite.value).toMatch(/^Stale: no new figures since \d\d:\d\d:\d\d\.$/);
    signals.polite.value = '';
    now += 1_000;
    reporter.refresh(true);
    expect(signals.polite.value).toBe('');
  });
});
