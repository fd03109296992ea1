import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { entriesOf, stagesOf, stepsOf } from './timeline.tsx';

const done = samples.row(1, {
  status: 'Failed',
  failureReason: 'expired_card',
  flags: ['large_amount'],
  createdAt: '2026-11-23T16:55:04.000Z',
  receivedAt: '2026-11-23T16:55:04.100Z',
  completedAt: '2026-11-23T16:55:05.100Z',
  processingMs: 900,
});

describe('a timeline', () => {
  it('is told by a row alone, with the time since the step before', () => {
    expect(stepsOf(entriesOf(done)).map(s => [s.state, s.since, s.text])).toEqual([
      ['Created', null, 'created by the sender'],
      ['Pending', 100, 'large amount'],
      ['Processing', 100, 'sent to the gateway'],
      ['Failed', 900, 'expired card'],
    ]);
  });

  it('ends where the row is', () => {
    expect(entriesOf(samples.row(1)).map(e => e.state)).toEqual(['Created', 'Pending']);
    expect(stagesOf(samples.row(1))).toBeNull();
  });

  it('says where the time went', () => {
    expect(stagesOf(done)).toEqual({ queueMs: 100, gatewayMs: 900 });
  });

  it('of a transaction that was sent with its outcome ends before the receipt, without any processing', () => {
    const sent = { ...done, completedAt: '2026-11-23T16:55:04.050Z', flags: [] };

    expect(stepsOf(entriesOf(sent)).map(s => [s.state, s.since, s.text])).toEqual([
      ['Created', null, 'created by the sender'],
      ['Failed', 50, 'expired card'],
      ['Received', 50, 'sent with its outcome'],
    ]);
    expect(stagesOf(sent)).toBeNull();
  });

  it('marks a step back in time, but for the clock of the sender', () => {
    const steps = stepsOf([
      { state: 'Created', at: '2026-11-23T16:55:09Z', reason: null },
      { state: 'Pending', at: '2026-11-23T16:55:04Z', reason: null },
      { state: 'Processing', at: '2026-11-23T16:55:03Z', reason: null },
    ]);
    expect(steps.map(s => s.isOdd)).toEqual([false, false, true]);
  });
});
