import { type Item, MAX_ROWS } from './rows.ts';

/**
 * What the table shows while it stands still: the rows as they were. Counts the rows that have arrived since, so that the page can say how
 * many it holds back. The table freezes when the viewer pauses it, and while the viewer reads in it.
 */
export class FrozenRows {
  private frozen: Item[] | null = null;
  private readonly withheld = new Set<string>();
  private isOverflowing = false;

  get isFrozen(): boolean {
    return this.frozen !== null;
  }

  /** More rows have arrived than are counted. */
  get hasMore(): boolean {
    return this.isOverflowing;
  }

  freeze(shown: Item[]): void {
    if (this.frozen) return;
    this.thaw();
    this.frozen = shown;
  }

  thaw(): void {
    this.frozen = null;
    this.withheld.clear();
    this.isOverflowing = false;
  }

  /** Counts rows that arrived; does nothing unless the table is frozen. */
  countArrived(ids: readonly string[]): void {
    if (!this.frozen) return;
    for (const id of ids) {
      if (this.withheld.size < MAX_ROWS) this.withheld.add(id);
      else this.isOverflowing = true;
    }
  }

  /** The rows to show: the frozen ones, or the newest. */
  visible(newest: () => Item[]): Item[] {
    return this.frozen ?? newest();
  }

  /** How many of the rows that are held back a filter would show. */
  countWithheld(matches: (id: string) => boolean): number {
    let count = 0;
    for (const id of this.withheld) if (matches(id)) count++;
    return count;
  }
}
