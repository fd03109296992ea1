import { afterEach, describe, expect, it } from 'vitest';
import type { Role, SessionDto } from '../contract.ts';
import { may, rolesOf, seesNothing, session, signInAddress } from './session.ts';

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

it('sees nothing without a role, or with one that only brings in', () => {
  expect(seesNothing.value).toBe(false);
  session.value = signedIn('Feed');
  expect(seesNothing.value).toBe(true);
  session.value = signedIn('Feed', 'Viewer');
  expect(seesNothing.value).toBe(false);
});

it('names the roles', () => {
  expect(rolesOf(signedIn())).toBe('without a role');
  expect(rolesOf(signedIn('Viewer'))).toBe('with the role Viewer');
  expect(rolesOf(signedIn('Viewer', 'Admin'))).toBe('with the roles Viewer, Admin');
});

it('comes back to the whole address', () => {
  expect(signInAddress('/history?status=Failed&from=1')).toBe('/auth/sign-in?returnTo=%2Fhistory%3Fstatus%3DFailed%26from%3D1');
});
