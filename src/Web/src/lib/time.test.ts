import { effect } from '@preact/signals';
import { afterEach, describe, expect, it } from 'vitest';
import { axisLabels, clockMs, dateTime, fromField, parseInstant, toField, writerWithin, writeTimesInUtc, zone } from './time.ts';

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

  it('paints again what shows a time when the zone changes', () => {
    const painted: string[] = [];
    const end = effect(() => {
      painted.push(zone());
    });
    writeTimesInUtc(true);
    end();
    expect(painted).toEqual([expect.stringContaining('local'), 'UTC']);
  });

  it('writes a span as exactly as its length needs, with the year unless it is this one', () => {
    writeTimesInUtc(true);
    expect(writerWithin(at - 3_600_000, at, at)(at)).toBe('23 Nov 16:55');
    expect(writerWithin(at - 60_000, at, at)(at)).toBe('23 Nov 16:55:04');
    expect(writerWithin(at - 500, at, at)(at)).toBe('23 Nov 16:55:04.007');
    expect(writerWithin(Date.parse('2025-12-31T23:00:00Z'), at, at)(at)).toBe('23 Nov 2026 16:55');
    expect(writerWithin(at - 3_600_000, at, Date.parse('2027-01-02T00:00:00Z'))(at)).toBe('23 Nov 2026 16:55');
  });

  it('gives an axis labels of which no two are the same', () => {
    writeTimesInUtc(true);
    expect(axisLabels(at - 3_600_000, at, 5, at)).toEqual(['23 Nov 15:55', '16:10', '16:25', '16:40', '16:55']);
    expect(axisLabels(at - 16_000, at, 5, at)).toEqual(['23 Nov 16:54:48', '16:54:52', '16:54:56', '16:55:00', '16:55:04']);
    expect(axisLabels(at - 86_400_000, at, 3, at)).toEqual(['22 Nov 16:55', '23 Nov 04:55', '16:55']);
    expect(axisLabels(Date.parse('2017-01-01T00:00:00Z'), Date.parse('2019-01-01T00:00:00Z'), 3, at)).toEqual([
      '1 Jan 2017',
      '1 Jan 2018',
      '1 Jan 2019',
    ]);
    expect(axisLabels(at, at + 1, 5, at).filter(label => label !== '')).toEqual(['23 Nov 16:55:04.007', '16:55:04.008']);
    for (const span of [1_000, 4_000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000, 400 * 86_400_000])
      expect(new Set(axisLabels(at - span, at, 5, at)).size).toBe(5);
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
