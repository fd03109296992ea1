import { describe, expect, it } from 'vitest';
import { readLiveAddress, spanText } from './address.ts';

const read = (text: string) => readLiveAddress(new URLSearchParams(text));

describe('the address of the live view', () => {
  it('is read in any case of letters', () => {
    const { value, ignored } = read('w=5m&state=failed,FLAGGED&q=farm&tx=0123456789ABC');
    expect(value).toEqual({
      window: '5m',
      range: '5m',
      show: 'finished',
      states: ['Failed', 'Flagged'],
      q: 'farm',
      span: null,
      isWall: false,
    });
    expect(ignored).toEqual([]);
  });

  it('has the span that is explained, and refuses one that ends before it begins', () => {
    const span = { from: Date.parse('2026-11-23T16:55:00Z'), to: Date.parse('2026-11-23T16:55:15Z') };
    expect(read(`span=${spanText(span)}&wall`)).toMatchObject({ value: { span, isWall: true }, ignored: [] });
    const backwards = spanText({ from: span.to, to: span.from });
    expect(read(`span=${backwards}`)).toMatchObject({ value: { span: null }, ignored: [`span=${backwards}`] });
  });

  it('names the parts that it ignores', () => {
    const { value, ignored } = read('w=7m&state=failed,done&color=red');
    expect(value.window).toBe('1m');
    expect(value.states).toEqual(['Failed']);
    expect(ignored).toEqual(['w=7m', 'state=done', 'color']);
  });
});
