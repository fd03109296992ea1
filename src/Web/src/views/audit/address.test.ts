import { expect, it } from 'vitest';
import { auditQuery, readAuditAddress } from './address.ts';

it('reads the address and names what it ignores', () => {
  const { value, ignored } = readAuditAddress(new URLSearchParams('actor=Ada&action=alert&wrong=1'));

  expect(value).toEqual({ actor: 'Ada', action: 'alert', subject: '' });
  expect(ignored).toEqual(['wrong']);
});

it('asks for what the address selects', () => {
  expect(auditQuery({ actor: 'Ada', action: '', subject: '' }, null)).toBe('actor=Ada');
  expect(auditQuery({ actor: '', action: 'key', subject: '' }, '0ABC')).toBe('action=key&cursor=0ABC');
});
