import { afterEach, describe, expect, it } from 'vitest';
import type { Role, SessionDto } from '../contract.ts';
import { may, session, signInAddress } from './session.ts';

const signedIn = (...roles: Role[]): SessionDto => ({ mode: 'Oidc', kind: 'Person', name: 'Ada', roles, unmasked: false, token: 't' });

afterEach(() => {
  session.value = null;
});

describe('may', () => {
  it('hides nothing until the server has named the roles', () => {
    expect(may('Admin')).toBe(true);
  });

  it('needs one of the roles', () => {
    session.value = signedIn('Viewer', 'Analyst');

    expect(may('Analyst', 'Admin')).toBe(true);
    expect(may('Operator')).toBe(false);
  });
});

it('comes back to the whole address', () => {
  expect(signInAddress('/history?status=Failed&from=1')).toBe('/auth/sign-in?returnTo=%2Fhistory%3Fstatus%3DFailed%26from%3D1');
});
