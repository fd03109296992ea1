import { expect, it } from 'vitest';
import { withQuery } from './router.ts';

it('An address stays readable when a parameter changes', () => {
  expect(withQuery(new URL('http://x/live?w=5m'), { state: 'Failed,Flagged', w: null })).toBe('/live?state=Failed,Flagged');
});
