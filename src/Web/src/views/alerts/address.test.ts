import { expect, it } from 'vitest';
import { readAlertsAddress } from './address.ts';

it('The address of the alerts selects the open alerts unless it says otherwise', () => {
  const { value } = readAlertsAddress(new URLSearchParams('severity=critical'));
  expect(value).toEqual({ status: 'Open', severities: ['Critical'], rule: '', since: '' });
});
