import { beforeEach, describe, expect, it } from 'vitest';
import { samples } from '../../tests/samples.ts';
import { CriticalAnnouncer } from './critical-announcer.ts';

describe('the announcer of critical alerts', () => {
  let now: number;
  let spoken: string[];
  let announcer: CriticalAnnouncer;

  beforeEach(() => {
    now = 1_000;
    spoken = [];
    announcer = new CriticalAnnouncer(
      () => now,
      text => spoken.push(text),
    );
  });

  it('announces the first at once and counts those of the next ten seconds', () => {
    announcer.take(samples.alert(1, { message: 'one' }));
    announcer.take(samples.alert(2, { message: 'two' }));
    now += 10_000;
    announcer.take(samples.alert(3, { message: 'three' }));
    expect(spoken).toEqual(['one', '2 critical alerts. three']);
  });

  it('is silent about alerts that are not critical, not open or not new', () => {
    announcer.take(samples.alert(1, { severity: 'Warning' }));
    announcer.take(samples.alert(2, { status: 'Acknowledged' }));
    announcer.take(samples.alert(3, { count: 2 }));
    expect(spoken).toEqual([]);
  });
});
