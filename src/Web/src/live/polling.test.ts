import { expect, it } from 'vitest';
import { Polling } from './polling.ts';

it('A question that comes while one is under way is asked once more after it, and not twice at a time', async () => {
  const answers: (() => void)[] = [];
  const polling = new Polling(
    () =>
      new Promise(resolve => {
        answers.push(resolve);
      }),
  );

  void polling.now();
  void polling.now();
  void polling.now();
  expect(answers.length).toBe(1);

  answers[0]!();
  await Promise.resolve();
  await Promise.resolve();
  expect(answers.length).toBe(2);

  answers[1]!();
  await new Promise(resolve => setTimeout(resolve));
  expect(answers.length).toBe(2);
  void polling.now();
  expect(answers.length).toBe(3);
});
