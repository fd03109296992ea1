import { expect, it } from 'vitest';
import { samples } from '../../../../tests/samples.ts';
import { changes, changeText, hourSeconds, pointsText } from './change-text.ts';

it('A figure is compared with the last hour in percent, or in times when it is far above it', () => {
  expect(changeText(112, 100)).toBe('▲ 12 % on the hour');
  expect(changeText(50, 100)).toBe('▼ 50 % on the hour');
  expect(changeText(101, 100)).toBe('as in the last hour');
  expect(changeText(4_200, 100)).toBe('▲ 42 times on the hour');
  expect(changeText(5, 0)).toBeNull();
  expect(changeText(null, 5)).toBeNull();
  expect(pointsText(0.92, 0.96)).toBe('▼ 4.00 points on the hour');
});

it('An hour that has not passed yet is compared by the seconds that it has', () => {
  const buckets = samples.buckets({ knownSince: new Date(Date.parse(samples.buckets().to) - 300_000).toISOString() });
  expect(hourSeconds(buckets)).toBe(300);
  expect(hourSeconds(samples.buckets({ knownSince: samples.buckets().to }))).toBeNull();
  // 600 in the minute, 3,000 in five minutes: the same pace.
  const m = samples.metrics({ lastHour: samples.window({ count: 3_000, p95ProcessingMs: 900 }) });
  expect(changes(m, m.lastMinute, 60, buckets, 'EUR')).toEqual({
    throughput: 'as in the last hour',
    volume: '▲ 400 % on the hour',
    latency: '▲ 100 % on the hour',
  });
  expect(changes(m, m.lastHour, 3_600, buckets, 'EUR').throughput).toBeNull();
});
