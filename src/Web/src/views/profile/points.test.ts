import { expect, it } from 'vitest';
import type { ProfilePoint } from '../../contract.ts';
import { scatter } from './points.ts';

const point = (createdAt: string, amount: number, currency = 'EUR'): ProfilePoint => ({
  id: '0',
  createdAt,
  amount,
  currency,
  status: 'Completed',
  isFlagged: false,
});

it('places payments by time and by the size of the amount', () => {
  const found = scatter(
    [
      point('2026-03-02T10:00:00Z', 1000),
      point('2026-03-02T09:00:00Z', -100),
      point('2026-03-02T08:00:00Z', 10),
      point('2026-03-02T08:30:00Z', 5, 'USD'),
    ],
    'EUR',
  )!;

  expect(found.marks.map(mark => [mark.x, mark.y])).toEqual([
    [1, 1],
    [0.5, 0.5],
    [0, 0],
  ]);
  expect([found.low, found.high]).toEqual([10, 1000]);
});

it('places a single payment in the middle, and nothing without payments', () => {
  expect(scatter([point('2026-03-02T10:00:00Z', 10)], 'EUR')!.marks[0]).toMatchObject({ x: 0.5, y: 0 });
  expect(scatter([point('2026-03-02T10:00:00Z', 0)], 'EUR')).toBeNull();
  expect(scatter([], 'EUR')).toBeNull();
});
