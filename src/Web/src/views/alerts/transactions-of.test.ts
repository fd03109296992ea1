import { expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import { transactionsOf } from './transactions-of.ts';

const fired = { firstReceivedAt: '2026-11-23T16:55:01.250Z', lastReceivedAt: '2026-11-23T16:55:03.007Z' };
const queryOf = (address: string): object => Object.fromEntries(new URL(address, 'http://localhost').searchParams);
const range = { from: '2026-11-23T16:55:01.250Z', to: '2026-11-23T16:55:03.008Z' };

it('The link of an alert has the rule, the account and the receipts of the first and the newest transaction', () => {
  const address = transactionsOf(samples.alert(1, { ...fired, rule: 'high_velocity', subject: 'A&B' }));

  expect(queryOf(address)).toEqual({ ...range, rule: 'high_velocity', account: 'A&B' });
});

it('The link of the alert that counts all further subjects has no account', () => {
  expect(queryOf(transactionsOf(samples.alert(1, { ...fired, subject: '(other)' })))).toEqual({ ...range, rule: 'large_amount' });
});

it('The link of an incident has the state and the part of the payments that it is about', () => {
  const incident = (rule: string, subject: string): object => queryOf(transactionsOf(samples.alert(1, { ...fired, rule, subject })));

  expect(incident('failure_rate', 'source:pos; currency:GBP')).toEqual({ ...range, state: 'failed', source: 'pos', currency: 'GBP' });
  expect(incident('failure_rate', 'everything')).toEqual({ ...range, state: 'failed' });
  expect(incident('flagged_share', 'counterparty:A; B')).toEqual({ ...range, flagged: 'true', counterparty: 'A' });
  expect(incident('slow_payments', 'amount:10 to 100')).toEqual({ ...range, min: '10', max: '99.999' });
});

it('The link of overdue outcomes has the source and the states without an outcome', () => {
  const address = transactionsOf(samples.alert(1, { ...fired, rule: 'outcome_overdue', subject: 'pos' }));

  expect(queryOf(address)).toEqual({ ...range, source: 'pos', state: 'pending,processing' });
});
