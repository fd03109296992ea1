import { afterEach, expect, it, vi } from 'vitest';
import { post } from './api.ts';
import { session } from './session.ts';

const answer = (body: unknown): Response => new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });

afterEach(() => {
  session.value = null;
  vi.unstubAllGlobals();
});

it('asks for the token of the session before the first changing call', async () => {
  const calls: [string, Record<string, string>][] = [];
  vi.stubGlobal('fetch', async (path: string, { headers }: { headers: Record<string, string> }) => {
    calls.push([path, headers]);
    return answer(path.endsWith('/session') ? { mode: 'Oidc', kind: 'Person', name: 'Ada', roles: [], unmasked: false, token: 't' } : {});
  });

  await post('/api/v1/alerts/1/acknowledge');
  await post('/api/v1/alerts/2/acknowledge');

  expect(calls.map(([path]) => path)).toEqual(['/api/v1/session', '/api/v1/alerts/1/acknowledge', '/api/v1/alerts/2/acknowledge']);
  expect(calls[1]![1]['X-Csrf-Token']).toBe('t');
  expect(calls[2]![1]['X-Csrf-Token']).toBe('t');
});
