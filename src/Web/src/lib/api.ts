import type { SessionDto } from '../contract.ts';
import { onServer } from './base.ts';
import { isSignedOut, session } from './session.ts';

/** A call that failed, with a text that the page can show. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors: Record<string, string[]> = {},
    /** The answer as it came; null when it was no JSON. */
    readonly answer: unknown = null,
  ) {
    super(message);
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

interface CallOptions {
  signal?: AbortSignal;
  /** The revision that the change must meet; the server refuses it when somebody was faster. */
  ifMatch?: number;
}

async function call<T>(method: string, path: string, body?: unknown, { signal, ifMatch }: CallOptions = {}): Promise<T> {
  const isForm = body instanceof FormData;
  const isFile = body instanceof Blob;
  if (method !== 'GET') await knowSession();
  let response: Response;
  try {
    response = await fetch(onServer(path), {
      method,
      signal,
      credentials: 'same-origin',
      headers: {
        ...headersOf(method, body !== undefined && !isForm && !isFile),
        ...(isFile ? { 'Content-Type': body.type } : {}),
        ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
      },
      body: body === undefined || isForm || isFile ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'no answer from the server');
  }
  isSignedOut.value = response.status === 401;
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json().catch(() => null) : null;
  if (response.ok && isJson) return answer as T;
  throw problem(response.status, answer);
}

// A changing call carries the token of the session. A viewer may be faster than the answer that brings it.
async function knowSession(): Promise<void> {
  if (session.value) return;
  try {
    session.value = await get<SessionDto>('/api/v1/session');
  } catch {
    // The call itself says what is wrong.
  }
}

function headersOf(method: string, isJson: boolean): Record<string, string> {
  const token = method === 'GET' ? null : session.value?.token;
  return {
    Accept: 'application/json',
    ...(isJson ? { 'Content-Type': 'application/json' } : {}),
    ...(token ? { 'X-Csrf-Token': token } : {}),
  };
}

/** An answer that is an error. What is wrong with a field is a text; with the expression of a rule, a text and its place. */
interface Problem {
  title?: string;
  detail?: string;
  errors?: Record<string, (string | { message: string })[]>;
}

const textOf = (error: string | { message: string }): string => (typeof error === 'string' ? error : error.message);

function problem(status: number, answer: unknown): ApiError {
  // The text of the server is for programs.
  if (status === 401) return new ApiError(status, 'your sign-in has ended');
  const { title, detail, errors: sent } = (answer ?? {}) as Problem;
  const errors = Object.fromEntries(Object.entries(sent ?? {}).map(([field, found]) => [field, found.map(textOf)]));
  const fields = Object.entries(errors)
    .map(([field, texts]) => `${field} ${texts.join(', ')}`)
    .join('; ');
  const sentence = [title, detail].filter(Boolean).join(' ');
  return new ApiError(status, [fields || sentence || 'unexpected answer', status].join(' · '), errors, answer);
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call('GET', path, undefined, { signal });
export const post = <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> => call('POST', path, body, options);
export const put = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> => call('PUT', path, body, options);

export const remove = <T>(path: string): Promise<T> => call('DELETE', path);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
