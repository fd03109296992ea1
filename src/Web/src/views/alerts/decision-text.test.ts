import { expect, it } from 'vitest';
import { decisionText } from './decision-text.ts';

it('says what was decided and what the state was', () => {
  expect(decisionText({ action: 'alert.resolved', before: '{"status":"Open","count":3}' })).toBe('resolved it; it was Open');
});

it('says what was decided when the state is missing or cut', () => {
  expect(decisionText({ action: 'alert.reopened', before: null })).toBe('reopened it');
  expect(decisionText({ action: 'alert.reopened', before: '{"status":"Op' })).toBe('reopened it');
});
