import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delayAfter } from './backoff.ts';
import { Connection, type Hub } from './connection.ts';

class FakeHub implements Hub {
  starts = 0;
  isUp = false;
  private closed: () => void = () => {};

  onclose(handler: () => void): void {
    this.closed = handler;
  }
  start(): Promise<void> {
    this.starts++;
    return this.isUp ? Promise.resolve() : Promise.reject(new Error('refused'));
  }
  drop(): void {
    this.isUp = false;
    this.closed();
  }
}

describe('a connection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function running(): { hub: FakeHub; connection: Connection; log: string[] } {
    const hub = new FakeHub();
    const log: string[] = [];
    const connection = new Connection(
      hub,
      {
        trying: n => log.push(`try ${n}`),
        connected: () => log.push('connected'),
        lost: () => log.push('lost'),
        waiting: (_, ms) => log.push(`wait ${ms}`),
      },
      () => 0.5,
    );
    void connection.run();
    return { hub, connection, log };
  }

  it('tries again for ever, ever more seldom', async () => {
    const { hub, log } = running();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(log.filter(l => l.startsWith('wait')).slice(0, 6)).toEqual([
      'wait 500',
      'wait 1000',
      'wait 2000',
      'wait 4000',
      'wait 8000',
      'wait 15000',
    ]);
    expect(hub.starts).toBeGreaterThan(8);
  });

  it('starts again after a loss, and counts from one', async () => {
    const { hub, log } = running();
    hub.isUp = true;
    await vi.advanceTimersByTimeAsync(5_000);
    hub.drop();
    hub.isUp = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(log).toEqual(['try 1', 'wait 500', 'try 2', 'connected', 'lost', 'wait 500', 'try 1', 'connected']);
  });

  it('does not rush to a server that throws it out at once', async () => {
    const { hub, log } = running();
    hub.isUp = true;
    await vi.advanceTimersByTimeAsync(5_000);
    for (let i = 0; i < 3; i++) {
      const isSteady = i === 0;
      hub.drop();
      hub.isUp = true;
      await vi.advanceTimersByTimeAsync(isSteady ? 500 : 1_000);
    }
    expect(log.filter(l => l.startsWith('wait')).slice(-3)).toEqual(['wait 500', 'wait 500', 'wait 1000']);
  });

  it('tries at once when told to', async () => {
    const { hub, connection, log } = running();
    await vi.advanceTimersByTimeAsync(0);
    hub.isUp = true;
    connection.tryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(log.at(-1)).toBe('connected');
  });

  it('spreads its tries by a fifth', () => {
    expect(delayAfter(1, () => 0)).toBe(400);
    expect(delayAfter(1, () => 1)).toBe(600);
    expect(delayAfter(99, () => 0.5)).toBe(15_000);
  });
});
