import { computed, signal } from '@preact/signals';
import { onServer, withoutBase } from './base.ts';

const current = (): URL => withoutBase(new URL(location.href)) ?? new URL(location.href);

/** The address holds the state of a view, so the viewer can copy it, reload it and go back. It is without the base. */
const address = signal(typeof location === 'undefined' ? new URL('http://localhost/') : current());

export const path = computed(() => address.value.pathname);
export const query = computed(() => address.value.searchParams);

type Patch = Record<string, string | null | undefined>;

/** The same address with some parameters set; null removes a parameter. Commas and colons stay readable. */
export function withQuery(base: URL, patch: Patch): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search.replaceAll('%2C', ',').replaceAll('%3A', ':');
}

export const linkTo = (patch: Patch): string => withQuery(address.value, patch);

export function go(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(to, address.value);
  if (url.href === address.value.href) return;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', onServer(url.pathname + url.search + url.hash));
  address.value = url;
}

export const setQuery = (patch: Patch, options: { replace?: boolean } = {}): void => go(linkTo(patch), options);

/** Follows links to other views without reloading the page. */
export function startRouter(isOurs: (path: string) => boolean): void {
  addEventListener('popstate', () => {
    address.value = current();
  });
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (!link || link.origin !== location.origin || link.hasAttribute('download') || link.target) return;
    const to = withoutBase(new URL(link.href));
    if (!to || !isOurs(to.pathname)) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(to.href);
  });
}
/** The page of an account. */
export const accountPage = (account: string): string => `/account/${encodeURIComponent(account)}`;

/** The page of a counterparty. */
export const counterpartyPage = (counterparty: string): string => `/counterparty/${encodeURIComponent(counterparty)}`;

/** The server hides accounts from some roles. Nothing is found by a hidden one. */
export const isMasked = (account: string): boolean => account.startsWith('****');
