import { describe, expect, it } from 'vitest';
import { readLiveAddress } from './address.ts';

const read = (text: string) => readLiveAddress(new URLSearchParams(text));

describe('the address of the live view', () => {
  it('is read in any case of letters', () => {
    const { value, ignored } = read('w=5m&state=failed,FLAGGED&q=farm&tx=0123456789ABC');
    expect(value).toEqual({ window: '5m', range: '5m', states: ['Failed', 'Flagged'], q: 'farm' });
    expect(ignored).toEqual([]);
  });

  it('names the parts that it ignores', () => {
    const { value, ignored } = read('w=7m&state=failed,done&color=red');
    expect(value.window).toBe('1m');
    expect(value.states).toEqual(['Failed']);
    expect(ignored).toEqual(['w=7m', 'state=done', 'color']);
  });
});
