import { expect, it } from 'vitest';
import { changeText } from './change-text.ts';

it('says the states of a step, and nothing of them for any other change', () => {
  expect(changeText({ from: 'Shadow', to: 'Rollout', percent: 10 }, 'moved')).toBe('moved from Shadow to Rollout 10 %');
  expect(changeText({ from: 'Rollout', to: 'Rollout', percent: 30 }, 'moved')).toBe('moved from Rollout to Rollout 30 %');
  expect(changeText({ from: 'Live', to: 'Shadow', percent: 0 }, 'set back by the program')).toBe(
    'set back by the program from Live to Shadow',
  );
  expect(changeText({ from: 'Draft', to: 'Draft', percent: 0 }, 'created')).toBe('created');
});
