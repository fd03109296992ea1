import { expect, test } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { standStill } from './still-list.ts';

const [a, b, c] = [1, 2, 3].map(n => samples.alert(n));

test('A list that stands still keeps the place of an alert that was decided on, and counts new ones', () => {
  const decided = { ...a!, status: 'Resolved' as const };
  const newest = new Map([decided, b!, c!].map(alert => [alert.id, alert]));

  const still = standStill([a!, b!], [c!, b!], id => newest.get(id));

  expect(still).toEqual({ items: [decided, b], waiting: 1 });
});

test('An alert whose newest state is unknown stays as it was', () => {
  expect(standStill([a!], [], () => undefined)).toEqual({ items: [a], waiting: 0 });
});
