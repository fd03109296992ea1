import { expect, it } from 'vitest';
import type { RuleState, RuleVersionDto } from '../../../contract.ts';
import { promisedShare, stepsFrom } from './steps.ts';

const version = (number: number, state: RuleState, rest: Partial<RuleVersionDto> = {}): RuleVersionDto => ({
  rule: 'fast',
  version: number,
  state,
  percent: 0,
  severity: 'Warning',
  description: null,
  expression: 'amount > 5 EUR',
  canonical: 'amount > 5 EUR',
  sentence: null,
  form: null,
  fields: [],
  features: [],
  problems: [],
  createdAt: '2026-11-23T16:55:04Z',
  by: 'ada',
  isAsserted: true,
  reason: 'test',
  parent: null,
  approvedBy: null,
  stoppedAt: null,
  expectedShare: null,
  ...rest,
});

it('offers the steps that the server takes', () => {
  const offered = (state: RuleState): string[] => stepsFrom(version(1, state), []).map(s => s.button);

  expect(offered('Draft')).toEqual(['Publish to Shadow', 'Retire']);
  expect(offered('Shadow')).toEqual(['Roll out', 'Go live', 'Retire']);
  expect(offered('Rollout')).toEqual(['Go live', 'Change the share', 'Back to Shadow', 'Retire']);
  expect(offered('Live')).toEqual(['Back to Shadow', 'Roll out', 'Retire']);
  expect(offered('Retired')).toEqual([]);
});

it('says which versions a step ends', () => {
  const shadow = version(3, 'Shadow');
  const steps = stepsFrom(shadow, [shadow, version(2, 'Rollout'), version(1, 'Live')]);

  expect(steps.find(s => s.to === 'Live')!.says).toContain('takes the place of version 2 and 1.');
  expect(steps.find(s => s.to === 'Rollout')!.says).toContain('takes the place of version 2.');
  expect(steps.find(s => s.to === 'Retired')!.says).not.toContain('takes the place');
});

it('promises the share of a try of the same text only', () => {
  const tried = { canonical: 'amount > 5 EUR', flagged: 3, payments: 1_000 };

  expect(promisedShare(version(1, 'Shadow'), tried)).toBe(0.003);
  expect(promisedShare(version(1, 'Shadow', { expectedShare: 0.5 }), { ...tried, canonical: 'amount > 6 EUR' })).toBe(0.5);
  expect(promisedShare(version(1, 'Shadow'), null)).toBeNull();
});
