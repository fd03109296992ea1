import { type Item, KEEP } from './rows.ts';

export type Test = (item: Item) => boolean;

/**
 * What the table shows while it is held: the list as it was. Counts what came since, so that nobody has to guess what is withheld.
 * Paused by the viewer or held because somebody is reading; both freeze the same way.
 */
export class Hold {
  private frozen: Item[] | null = null;
  private since = new Set<string>();
  private overflow = false;

  get isOn(): boolean {
    return this.frozen !== null;
  }

  start(shown: Item[]): void {
    if (this.frozen) return;
    this.frozen = shown;
    this.since.clear();
    this.overflow = false;
  }

  end(): void {
    this.frozen = null;
    this.since.clear();
    this.overflow = false;
  }

  note(added: readonly string[]): void {
    if (!this.frozen) return;
    for (const id of added) {
      if (this.since.size < KEEP) this.since.add(id);
      else this.overflow = true;
    }
  }

  /** What to show: the frozen list, or the newest. */
  shown(newest: () => Item[]): Item[] {
    return this.frozen ?? newest();
  }

  /** How many withheld rows a filter would show. */
  held(matches: (id: string) => boolean): number {
    let count = 0;
    for (const id of this.since) if (matches(id)) count++;
    return count;
  }

  /** More came than are kept. */
  get isOverflowing(): boolean {
    return this.overflow;
  }
}
