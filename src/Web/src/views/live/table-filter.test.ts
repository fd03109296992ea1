import { describe, expect, it } from 'vitest';
import { samples } from '../../../tests/samples.ts';
import type { LiveAddress } from './address.ts';
import { exportLink, matcher } from './table-filter.ts';

const address = (rest: Partial<LiveAddress>): LiveAddress => ({
  window: '1m',
  range: '5m',
  show: 'finished',
  states: [],
  q: '',
  span: null,
  isWall: false,
  ...rest,
});

describe('the filter of the live table', () => {
  const failed = samples.row(1, { status: 'Failed', counterparty: 'City Market' });
  const flagged = samples.row(2, { status: 'Completed', flags: ['large_amount'] });

  it('shows rows of any of its states, and flagged rows beside them', () => {
    const matches = matcher(address({ states: ['Failed', 'Flagged'] }));
    expect([failed, flagged, samples.row(3)].map(matches)).toEqual([true, true, false]);
  });

  it('shows what has ended or was flagged, unless all is asked for or a state is chosen', () => {
    const waiting = samples.row(3, { status: 'Pending' });
    const suspicious = samples.row(4, { status: 'Processing', flags: ['large_amount'] });
    expect([failed, flagged, waiting, suspicious].map(matcher(address({})))).toEqual([true, true, false, true]);
    expect(matcher(address({ show: 'all' }))(waiting)).toBe(true);
    expect(matcher(address({ states: ['Pending'] }))(waiting)).toBe(true);
    expect(matcher(address({ q: 'city' }))(waiting)).toBe(false);
  });

  it('searches its text in every text of a row, in any case of letters', () => {
    expect([failed, flagged].map(matcher(address({ q: ' city ' })))).toEqual([true, false]);
    expect([failed, flagged].map(matcher(address({ q: 'acc-1' })))).toEqual([true, true]);
  });

  it('exports what it shows when the store can filter like it, else everything of the last hour', () => {
    const now = Date.parse('2026-11-23T17:00:00Z');
    const all = '/api/v1/transactions/export?format=csv&from=2026-11-23T16%3A00%3A00.000Z';
    expect(exportLink(address({ states: ['Failed'] }), now)).toBe(`${all}&status=Failed`);
    expect(exportLink(address({ states: ['Flagged'] }), now)).toBe(`${all}&flagged=true`);
    expect(exportLink(address({ states: ['Failed', 'Flagged'] }), now)).toBe(all);
    expect(exportLink(address({ q: 'city' }), now)).toBe(all);
  });
});
