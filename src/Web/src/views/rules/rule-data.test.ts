import { expect, it } from 'vitest';
import { estimateText, sampleText, shareText, stateText } from './rule-data.ts';

const none = { of: 0, hits: 0, share: null, low: null, high: null };
const some = { of: 61, hits: 48, share: 0.787, low: 0.668, high: 0.871 };

it('writes an estimate with its interval and its sample', () => {
  expect(estimateText(some)).toBe('79 % (67–87 %) of 61');
  expect(estimateText(none)).toBe('–');
  expect(sampleText({ precision: some, recall: none, unclear: 0, unlabelled: 751 })).toBe('67–87 %, 61 labelled, 751 not');
  expect(sampleText({ precision: none, recall: none, unclear: 0, unlabelled: 5 })).toBe('0 labelled, 5 not');
});

it('writes shares and states', () => {
  expect(shareText(3, 1_000)).toBe('0.30 %');
  expect(shareText(0, 0)).toBe('–');
  expect(stateText({ state: 'Rollout', percent: 10 })).toBe('Rollout 10 %');
  expect(stateText({ state: 'Live', percent: 0 })).toBe('Live');
});
