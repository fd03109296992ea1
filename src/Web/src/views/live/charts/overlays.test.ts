import { expect, it } from 'vitest';
import { samples } from '../../../../tests/samples.ts';
import type { IncidentSpan } from '../../../contract.ts';
import { timesOf } from './overlays.ts';

const at = (second: number): string => new Date(1000 * second).toISOString();

it('Times of incidents that overlap are one, an open one lasts to the end, and slow payments have none', () => {
  const incident = (measure: IncidentSpan['measure'], from: number, to: number | null): IncidentSpan => ({
    measure,
    beganAt: at(from),
    endedAt: to === null ? null : at(to),
  });
  const incidents = [
    incident('FailureRate', 80, null),
    incident('SlowShare', 0, 100),
    incident('FailureRate', 10, 30),
    incident('Silence', 20, 40),
  ];

  expect(timesOf(samples.status({ incidents }), 100)).toEqual([
    { from: 10, to: 40 },
    { from: 80, to: 100 },
  ]);
  expect(timesOf(null, 100)).toEqual([]);
});
