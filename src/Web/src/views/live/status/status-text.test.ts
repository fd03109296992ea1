import { describe, expect, it } from 'vitest';
import { samples } from '../../../../tests/samples.ts';
import type { StatusDto } from '../../../contract.ts';
import { statusSentence } from './status-text.ts';

const now = Date.parse('2026-11-23T13:12:20Z');
const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
const sentence = (status: StatusDto | null, rest: { isOld?: boolean } = {}) =>
  statusSentence({ status, isOld: false, updatedAt: now - 5_000, now, clock, ...rest });

const failing: Partial<StatusDto> = {
  level: 'Critical',
  name: 'acquirer-b',
  text: '74 % of 480 failed',
  since: '2026-11-23T13:12:04Z',
  details: ['usually 2 %', '80 % issuer_timeout', 'all others normal'],
};

describe('the status sentence', () => {
  it('says since when it has been calm, and what is usual', () => {
    const calm = sentence(samples.status());
    expect(calm.tone).toBe('ok');
    expect(calm.head + calm.rest).toBe('Normal since 12:58:00. Approval 96.1 %, usually 95.8–96.6 %.');
    expect(sentence(samples.status({ since: '2026-11-23T09:00:01Z' })).rest).toContain(' since 09:00. ');
  });

  it('names the worst in full and counts the rest', () => {
    const said = sentence(samples.status({ ...failing, moreIncidents: 1, moreAlerts: 14 }));
    expect(said).toMatchObject({ tone: 'bad', more: '1 more incident, 14 more alerts' });
    expect(said.head + said.rest).toBe(
      'acquirer-b: 74 % of 480 failed since 13:12:04 · usually 2 % · 80 % issuer timeout · all others normal',
    );
    expect(sentence(samples.status({ ...failing, until: '2026-11-23T13:12:30Z' })).rest).toContain(' from 13:12:04 to 13:12:30 · ');
  });

  it('is never calm before the server has said so, and when its figures are old', () => {
    expect(sentence(null).tone).toBe('idle');
    const old = sentence(samples.status(), { isOld: true });
    expect(old).toMatchObject({ tone: 'warn', head: 'The state of the payments is not known.', more: '' });
    expect(old.rest).toBe(' The figures are from 13:12:15.');
    expect(sentence(samples.status(failing), { isOld: true }).more).toBe('Before: acquirer-b: 74 % of 480 failed.');
  });

  it('says when the last incident of the hour ended', () => {
    const ended = { measure: 'FailureRate', beganAt: '2026-11-23T12:30:00Z', endedAt: '2026-11-23T12:57:00Z' } as const;
    expect(sentence(samples.status({ incidents: [ended] })).more).toBe('The last incident ended at 12:57:00.');
  });
});
