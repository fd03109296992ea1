import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Role } from '../contract.ts';

/** A key, or two keys one after the other, that does something. */
export interface Shortcut {
  /** How the list of shortcuts writes the keys: separated by blanks, alternatives by "or". */
  keys: string;
  /** What the list of shortcuts says about it. */
  text: string;
  /**
   * What each key does, by the name of the key, or by two names for two keys ("t z"). An action returns false when there was nothing to do;
   * the browser then handles the key. Absent when another part of the page handles the keys itself.
   */
  actions?: Readonly<Record<string, (target: Element) => boolean>>;
}

/** A view registers its address, its title and its keys with one of these; app/views.ts lists them. */
export interface View {
  /** The path of the view. A path that ends with a slash is followed by an id. */
  path: string;
  /** The id in the path is written as it is; without it, it is in upper case. */
  keepsCase?: boolean;
  title: string;
  /** The key that opens the view after g. */
  goKey?: string;
  /** Where the header links to the view; none when only other views link to it. */
  place?: 'menu' | 'gear';
  /** The roles of which a viewer needs one; nothing links to the view for others. */
  roles?: readonly Role[];
  /** A number beside the link in the menu, with the word that a screen reader says before it. */
  menuCount?: { word: string; value: ReadonlySignal<number>; isCritical: () => boolean };
  /** Keys that work while the view is shown. */
  shortcuts?: readonly Shortcut[];
  component: (props: { id: string }) => JSX.Element;
}

// Filled once, by app/views.ts, before the first paint.
let registered: readonly View[] = [];

export function registerViews(views: readonly View[]): void {
  registered = views;
}

export const registeredViews = (): readonly View[] => registered;

/** Many people and some programs end an address with a slash. */
export const withoutEndSlash = (path: string): string => path.replace(/(?<=.)\/+$/, '');

/** The view of a path, and the id in the path; null when the path is no view of this page. Ids of transactions are in upper case. */
export function findView(path: string): { view: View; id: string } | null {
  const plain = withoutEndSlash(path);
  for (const view of registered) {
    if (view.path === plain) return { view, id: '' };
    const rest = view.path.endsWith('/') && plain.startsWith(view.path) ? plain.slice(view.path.length) : '';
    const id = rest === '' ? '' : decodeURIComponent(rest);
    if (id !== '') return { view, id: view.keepsCase ? id : id.toUpperCase() };
  }
  return null;
}
