/** The path below which a proxy serves this page: "" or, for example, "/payments". The server writes it into index.html. */
const BASE = typeof document === 'undefined' ? '' : (document.documentElement.dataset.base ?? '');

/** The address on the server for a path of the page, the API or the hub. All paths in this code are without the base. */
export const onServer = (path: string, base = BASE): string => base + path;

/** The same address without the base, which is the form that the views know; null for an address outside of the base. */
export function withoutBase(address: URL, base = BASE): URL | null {
  const isInside = address.pathname === base || address.pathname.startsWith(`${base}/`);
  if (!isInside) return null;
  const url = new URL(address);
  url.pathname = address.pathname.slice(base.length) || '/';
  return url;
}
