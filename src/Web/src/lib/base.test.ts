import { expect, it } from 'vitest';
import { onServer, withoutBase } from './base.ts';

it('A path gets the base in front, and an address loses it', () => {
  expect(onServer('/api/v1/metrics', '')).toBe('/api/v1/metrics');
  expect(onServer('/api/v1/metrics', '/payments')).toBe('/payments/api/v1/metrics');
  expect(withoutBase(new URL('https://x/payments/history?from=now-1h#a'), '/payments')?.href).toBe('https://x/history?from=now-1h#a');
  expect(withoutBase(new URL('https://x/payments'), '/payments')?.pathname).toBe('/');
  expect(withoutBase(new URL('https://x/live'), '')?.pathname).toBe('/live');
});

it('An address outside of the base is not of this page', () => {
  expect(withoutBase(new URL('https://x/history'), '/payments')).toBeNull();
  expect(withoutBase(new URL('https://x/payments-old/history'), '/payments')).toBeNull();
});
