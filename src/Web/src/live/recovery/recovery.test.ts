import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer } from '../../../tests/fake-server.ts';
import { samples } from '../../../tests/samples.ts';
import { isGap, Rows } from '../rows/rows.ts';
import { Recovery } from './recovery.ts';

describe('recovery', () => {
  let rows: Rows;
  let server: FakeServer;
  let log: string[];
  let recovery: Recovery;

  beforeEach(() => {
    rows = new Rows();
    rows.merge(samples.rows(1, 3, { status: 'Completed' }));
    server = new FakeServer();
    log = [];
    recovery = new Recovery(rows, server, () => 5_000, {
      caughtUp: (result, isSilent) =>
        log.push(`${isSilent ? 'silently ' : ''}caught up ${result.count}, ${result.lost === null ? 'some' : result.lost} lost`),
      serverRestarted: () => log.push('restarted'),
    });
    recovery.takeFigures({ epoch: 'a', sequence: 3, changed: 3 });
  });

  const figures = (epoch: string, sequence: number, changed: number): void => recovery.takeFigures({ epoch, sequence, changed });
  const settled = (): Promise<void> => vi.waitFor(() => expect(log.some(l => l.includes('caught up'))).toBe(true));

  it('does nothing while no change is missing', () => {
    figures('a', 5, 2);
    expect(server.calls).toEqual([]);
    expect(recovery.isDue).toBe(false);
  });

  it('asks the server for what it missed after a lost connection', async () => {
    server.options.changes = samples.rows(4, 8);
    recovery.connectionLost();
    expect(recovery.isDue).toBe(true);

    figures('a', 9, 1);
    expect(recovery.isDue).toBe(false);
    await settled();

    expect(log).toEqual(['caught up 5, 0 lost']);
    expect(server.calls[0]).toBe('resume a 3');
    expect(rows.size).toBe(8);
  });

  it('reads the store after a restart of the server, and says that there was one', async () => {
    server.options.stored = samples.rows(1, 6, { status: 'Completed', sequence: 0 });
    recovery.connectionLost();
    figures('b', 1, 1);
    await settled();
    expect(log).toEqual(['restarted', 'caught up 3, 0 lost']);
    expect(server.calls).toEqual(['page newest']);
  });

  it('reads the store when the server no longer has the changes', async () => {
    server.options.forgotten = true;
    server.options.stored = samples.rows(1, 6, { status: 'Completed', sequence: 0 });
    recovery.connectionLost();
    figures('a', 6, 1);
    await settled();
    expect(log).toEqual(['caught up 3, 0 lost']);
    expect(server.calls).toEqual(['resume a 3', 'page newest']);
  });

  it('fills a gap between two updates silently', async () => {
    server.options.changes = samples.rows(4, 5);
    figures('a', 6, 1);
    await settled();
    expect(log).toEqual(['silently caught up 2, 0 lost']);
    figures('a', 7, 1);
    expect(server.calls).toEqual(['resume a 3']);
  });

  it('marks a gap in the rows when neither server nor store can help', async () => {
    server.options.forgotten = true;
    server.page = () => Promise.reject(new Error('the store is away'));
    recovery.connectionLost();
    figures('a', 6, 1);
    await settled();
    expect(log).toEqual(['caught up 0, some lost']);
    expect(rows.list().some(isGap)).toBe(true);
  });

  it('begins where it began before when the connection is lost while it catches up', async () => {
    recovery.connectionLost();
    let answer: (error: Error) => void = () => {};
    server.resume = () =>
      new Promise((_, reject) => {
        answer = reject;
      });
    server.page = () => Promise.reject(new Error('lost'));
    figures('a', 9, 1);
    rows.merge([samples.row(9)]);
    recovery.connectionLost();
    answer(new Error('lost'));
    await vi.waitFor(() => expect(recovery.isDue).toBe(true));
    await Promise.resolve();

    const again = new FakeServer({ changes: samples.rows(4, 12), perCall: 20 });
    server.resume = (epoch, sequence) => again.resume(epoch, sequence);
    figures('a', 13, 1);
    await settled();

    expect(again.calls).toEqual(['resume a 3']);
    expect(log).toEqual(['caught up 8, 0 lost']);
  });

  it('no longer asks a server that does not know the call', async () => {
    server.resumeError = new Error('Method does not exist.');
    server.options.stored = samples.rows(1, 6, { status: 'Completed', sequence: 0 });
    recovery.connectionLost();
    figures('a', 6, 1);
    await settled();
    recovery.connectionLost();
    figures('a', 8, 1);
    await vi.waitFor(() => expect(log).toHaveLength(2));
    expect(server.calls).toEqual(['resume a 3', 'page newest', 'page newest']);
  });
});
