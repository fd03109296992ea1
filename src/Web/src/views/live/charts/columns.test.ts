import { expect, it } from 'vitest';
import { samples } from '../../../../tests/samples.ts';
import { approval, completeLength, edges, failures, lowerEnd, stacked, usualBand } from './columns.ts';

const three = (rest: object) =>
  samples.buckets({ at: [0, 5, 10], to: '1970-01-01T00:00:12Z', ended: [10, 0, null], failed: [4, 0, null], reasons: [], ...rest });

it('A bucket without payments has no approval', () => {
  expect(approval(three({}))).toEqual([0.6, null, null]);
});

it('The last bucket is complete only after its end', () => {
  expect(completeLength(three({}))).toBe(2);
  expect(completeLength(three({ to: '1970-01-01T00:00:15Z' }))).toBe(3);
  expect(edges(three({}))).toEqual([0, 5, 10, 15]);
});

it('Failures that have none of the named reasons are the last part, when there are any', () => {
  const reasons = [{ reason: 'expired_card', counts: [3, 0, 0] }];
  expect(failures(three({ reasons }))).toEqual([
    { name: 'expired_card', counts: [3, 0, null] },
    { name: 'other', counts: [1, 0, null] },
  ]);
  expect(failures(three({ reasons: [{ reason: 'expired_card', counts: [4, 0, 0] }] })).map(part => part.name)).toEqual(['expired_card']);
});

it('Parts stand on one another', () => {
  expect(
    stacked([
      [3, 0, null],
      [1, 2, null],
    ]),
  ).toEqual([
    [3, 0, null],
    [4, 2, null],
  ]);
});

it('The usual band is wide for few payments and narrow for many', () => {
  const approvalNow = samples.status().approval;
  const band = usualBand(three({ ended: [10, 1_000, 100_000] }), { ...approvalNow, usualShare: 0.9 })!;
  const widths = band.map(limits => limits!.high - limits!.low);
  expect(widths[0]).toBeGreaterThan(widths[1]!);
  expect(widths[1]).toBeGreaterThan(widths[2]!);
  expect(usualBand(three({}), { ...approvalNow, usualShare: 0.9 })!.slice(1)).toEqual([null, null]);
  expect(usualBand(three({}), { ...approvalNow, usualShare: null })).toBeNull();
});

it('The axis of the approval begins at a round share below every value', () => {
  expect(lowerEnd([0.97, null, 0.96])).toBe(0.95);
  expect(lowerEnd([0.61])).toBe(0.5);
  expect(lowerEnd([0.2])).toBe(0);
  expect(lowerEnd([null])).toBe(0.99);
});
