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
