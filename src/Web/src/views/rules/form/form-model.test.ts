import { describe, expect, it } from 'vitest';
import { conditionOn, FIGURES } from './condition.ts';
import { readForm, writeForm } from './form-model.ts';
import { isoOf, spanOf } from './span.ts';

const VELOCITY = { value: { aggregate: 'count', per: ['account'], over: 'PT10M' }, is: '>', than: 5 };
const LARGE = { value: { field: 'amount' }, is: '>=', than: { amount: 1000, currency: 'EUR' } };

describe('the form', () => {
  it('shows a figure, an amount, and whether there is a value', () => {
    const form = { all: [VELOCITY, LARGE, { not: { missing: { field: 'counterparty' } } }] };

    expect(readForm(form).conditions).toEqual([
      { what: 'count', per: 'account', over: '10m', where: null, is: '>', limit: '5' },
      { what: 'amount', per: '', over: '', where: null, is: '>=', limit: '1000 EUR' },
      { what: 'counterparty', per: '', over: '', where: null, is: 'is not missing', limit: '' },
    ]);
    expect(writeForm(readForm(form))).toEqual(form);
  });

  it.each([
    { any: [LARGE, { not: { aggregate: 'first_seen', per: ['account', 'counterparty'] } }] },
    { value: { aggregate: 'sum', of: 'amount', per: ['account'], last: 10 }, is: '<', than: { amount: 5.5, currency: 'USD' } },
    { value: { aggregate: 'count', per: ['account'], over: 'P1D', where: LARGE }, is: '>=', than: 3 },
    { value: { aggregate: 'since_last', per: ['account'] }, is: '<', than: { span: 'PT5S' } },
    { value: { field: 'source' }, is: '=', than: '5' },
  ])('writes what it reads: %j', form => {
    const written = writeForm(readForm(form));
    // A day is 24 hours.
    expect(JSON.stringify(written).replace('PT24H', 'P1D')).toBe(JSON.stringify(form));
  });

  it('keeps what it cannot show', () => {
    const deep = { any: [LARGE, { all: [VELOCITY, LARGE] }] };
    const other = { value: { field: 'source' }, in: ['online', 'mobile'] };

    expect(readForm({ all: [deep, other] }).conditions).toEqual([{ other: deep }, { other }]);
    expect(writeForm(readForm({ all: [deep, other, VELOCITY] }))).toEqual({ all: [deep, other, VELOCITY] });
  });

  it('begins each figure with values that it reads again', () => {
    for (const [what] of FIGURES) {
      const condition = conditionOn(what);
      expect(readForm(writeForm({ join: 'all', conditions: [condition] })).conditions).toEqual([condition]);
    }
  });
});

it('writes spans as the language does', () => {
  expect(['PT10M', 'P1D', 'PT24H', 'P30D', 'PT90S', 'P1DT2H'].map(spanOf)).toEqual(['10m', '24h', '24h', '30d', '90s', '26h']);
  expect(['10m', '30d', 'ten'].map(isoOf)).toEqual(['PT10M', 'P30D', null]);
});
