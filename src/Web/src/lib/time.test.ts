import { afterEach, describe, expect, it } from 'vitest';
import { clockMs, dateTime, fromField, parseInstant, toField, writeTimesInUtc, zone } from './time.ts';

const at = Date.parse('2026-11-23T16:55:04.007Z');

describe('times', () => {
  afterEach(() => writeTimesInUtc(false));

  it('writes UTC when asked', () => {
    writeTimesInUtc(true);
    expect(clockMs(at)).toBe('16:55:04.007');
    expect(dateTime(at)).toBe('23 Nov 2026 16:55:04');
    expect(zone()).toBe('UTC');
    expect(fromField(toField(at))).toBe(at - 7);
  });

  it('reads times relative to now and whole ones, nothing else', () => {
    expect(parseInstant('now', at)).toBe(at);
    expect(parseInstant('now-15m', at)).toBe(at - 900_000);
    expect(parseInstant('2026-11-23T16:00:00Z', at)).toBe(Date.parse('2026-11-23T16:00:00Z'));
    expect(parseInstant('yesterday', at)).toBeNull();
    expect(parseInstant('2026', at)).toBeNull();
    expect(parseInstant('now-1y', at)).toBeNull();
  });
});
