import { describe, expect, it } from 'vitest';
import { shifted, zoomedOut } from './range.ts';

const now = Date.parse('2026-11-23T17:00:00Z');
const range = { from: '2026-11-23T12:00:00.000Z', to: '2026-11-23T14:00:00.000Z' };

describe('a range', () => {
  it('moves by half of itself', () => {
    expect(shifted(range, -1, now)).toEqual({ from: '2026-11-23T11:00:00.000Z', to: '2026-11-23T13:00:00.000Z' });
    expect(shifted(range, 1, now)).toEqual({ from: '2026-11-23T13:00:00.000Z', to: '2026-11-23T15:00:00.000Z' });
  });

  it('never moves beyond now', () => {
    expect(shifted({ from: 'now-1h', to: 'now' }, 1, now).to).toBe('2026-11-23T17:00:00.000Z');
  });

  it('doubles when zoomed out', () => {
    expect(zoomedOut(range, now)).toEqual({ from: '2026-11-23T11:00:00.000Z', to: '2026-11-23T15:00:00.000Z' });
    expect(zoomedOut({ from: 'now-1h', to: 'now' }, now)).toEqual({ from: '2026-11-23T15:00:00.000Z', to: 'now' });
  });
});
