import { expect, it } from 'vitest';
import { callParameters, readHistoryAddress } from './address.ts';

it('The address of the history becomes the parameters of the call', () => {
  const now = Date.parse('2026-11-23T17:00:00Z');
  const text = 'from=now-1h&to=2026-11-23T16:30:00Z&state=Failed&min=5&currency=eur&flagged=true';
  const { value } = readHistoryAddress(new URLSearchParams(text));
  expect(callParameters(value, now).toString()).toBe(
    'status=Failed&flagged=true&currency=EUR&minAmount=5&from=2026-11-23T16%3A00%3A00.000Z&to=2026-11-23T16%3A30%3A00.000Z',
  );
});

it('The address carries the order and its cursor', () => {
  const { value, ignored } = readHistoryAddress(new URLSearchParams(`sort=createdAt&after=${'0123456789ABC'.repeat(3)}`));
  expect(ignored).toEqual([]);
  expect(value.after).toHaveLength(39);
  expect(callParameters(value, Date.now()).get('sort')).toBe('createdAt');
  expect(callParameters(readHistoryAddress(new URLSearchParams('sort=amount')).value, Date.now()).has('sort')).toBe(false);
});

it('The address carries the rule, the failure reason and the own time of the transactions', () => {
  const text = 'from=now-1h&rule=large_amount&reason=card_expired&createdFrom=2017-01-01T00:00:00Z&createdTo=2018-01-01T00:00:00Z';
  const { value, ignored } = readHistoryAddress(new URLSearchParams(text));
  expect(ignored).toEqual([]);
  expect(Object.fromEntries(callParameters(value, Date.parse('2026-11-23T17:00:00Z')))).toEqual({
    flag: 'large_amount',
    failureReason: 'card_expired',
    createdFrom: '2017-01-01T00:00:00.000Z',
    createdTo: '2018-01-01T00:00:00.000Z',
    from: '2026-11-23T16:00:00.000Z',
  });
});
