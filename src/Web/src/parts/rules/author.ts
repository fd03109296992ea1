import { session } from '../../lib/session.ts';

const KEY = 'dashboard.author';

/** True where nobody signs in: a change of a rule then carries the name that its author gives. */
export const isNameWanted = (): boolean => session.value?.kind === 'Anonymous';

/** The name that was given last in this browser. */
export function lastAuthor(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function keepAuthor(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    /* Without storage it is asked for again. */
  }
}
