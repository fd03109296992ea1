import { describe, expect, it } from 'vitest';
import { KeySequence } from './key-sequence.ts';

describe('a sequence of keys', () => {
  const target = {} as Element;
  let now = 10_000;

  function keys(): { press: (key: string) => boolean; log: string[] } {
    const log: string[] = [];
    const note = (text: string) => () => log.push(text) > 0;
    const actions = { 'g a': note('open alerts'), a: note('acknowledge'), ' ': note('pause'), x: () => false };
    const sequence = new KeySequence(() => now);
    return { press: key => sequence.press(key, target, actions), log };
  }

  it('runs the action of a single key', () => {
    const { press, log } = keys();
    expect(press('a')).toBe(true);
    expect(press(' ')).toBe(true);
    expect(log).toEqual(['acknowledge', 'pause']);
  });

  it('runs the action of a pair, and forgets the first key afterwards', () => {
    const { press, log } = keys();
    for (const key of ['g', 'a', 'a']) press(key);
    expect(log).toEqual(['open alerts', 'acknowledge']);
  });

  it('drops the first key after a pause', () => {
    const { press, log } = keys();
    press('g');
    now += 1_600;
    press('a');
    expect(log).toEqual(['acknowledge']);
  });

  it('treats a key that ends no pair as a single key', () => {
    const { press, log } = keys();
    press('g');
    press(' ');
    expect(log).toEqual(['pause']);
  });

  it('leaves a key to the browser when there is nothing to do', () => {
    const { press } = keys();
    expect(press('x')).toBe(false);
    expect(press('z')).toBe(false);
  });
});
