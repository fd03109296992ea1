import { expect, it } from 'vitest';
import { keepPlaces } from './places.ts';

it('A name keeps its place while others come and go, and a new one takes a free place', () => {
  const first = keepPlaces([null, null, null], ['a', 'b', 'c']);
  expect(first).toEqual(['a', 'b', 'c']);
  expect(keepPlaces(first, ['c', 'd', 'a'])).toEqual(['a', 'd', 'c']);
  expect(keepPlaces(first, ['d', 'e', 'f', 'g'])).toEqual(['d', 'e', 'f']);
});
