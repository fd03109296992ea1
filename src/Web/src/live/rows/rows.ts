import type { TransactionDto, TransactionStatus } from '../../contract.ts';

/** The page keeps this many of the newest transactions. */
export const MAX_ROWS = 2_000;

/** Marks the place in the list where rows are missing. */
export interface Gap {
  gap: true;
  /** The newest row below the gap. */
  id: string;
  /** Missing rows; null when their number is unknown. */
  count: number | null;
  from: number;
  to: number;
}

export type Item = TransactionDto | Gap;

export const isGap = (item: Item): item is Gap => 'gap' in item;

const RANK: Record<TransactionStatus, number> = { Pending: 0, Processing: 1, Completed: 2, Failed: 2 };

/** A status never goes back, so the later status is the newer row. The sequence alone does not tell: rows from the store have none. */
export const isNewer = (a: TransactionDto, b: TransactionDto): boolean =>
  RANK[a.status] !== RANK[b.status] ? RANK[a.status] > RANK[b.status] : a.sequence > b.sequence;

export const isFinal = (row: TransactionDto): boolean => RANK[row.status] === 2;

/** The newest transactions, newest first, each in its newest state. Ids rise with time, so their order as text is their order in time. */
export class Rows {
  private readonly byId = new Map<string, TransactionDto>();
  private order: string[] = [];
  private gaps: Gap[] = [];

  get size(): number {
    return this.order.length;
  }
  get newestId(): string | null {
    return this.order[0] ?? null;
  }
  get oldestId(): string | null {
    return this.order.at(-1) ?? null;
  }

  get(id: string): TransactionDto | undefined {
    return this.byId.get(id);
  }

  /** Takes rows in. Returns the ids that are new in the list. */
  merge(rows: readonly TransactionDto[]): string[] {
    const added: string[] = [];
    for (const row of rows) {
      const known = this.byId.get(row.id);
      if (known && !isNewer(row, known)) continue;
      this.byId.set(row.id, row);
      if (!known) added.push(row.id);
    }
    if (added.length > 0) this.insert([...new Set(added)].sort(descending));
    return added.filter(id => this.byId.has(id));
  }

  /** Marks that rows newer than an id are missing. */
  addGap(afterId: string, count: number | null, from: number, to: number): void {
    this.gaps = this.gaps.filter(g => g.id !== afterId);
    this.gaps.push({ gap: true, id: afterId, count, from, to });
  }

  /** Removes the gaps from an id on, because every newer row is in the list. */
  closeGaps(fromId: string): void {
    this.gaps = this.gaps.filter(g => g.id < fromId);
  }

  list(): Item[] {
    if (this.gaps.length === 0) return this.order.map(id => this.byId.get(id)!);
    const items: Item[] = [];
    const gaps = [...this.gaps].sort((a, b) => descending(a.id, b.id));
    for (const id of this.order) {
      while (gaps[0] && gaps[0].id >= id) items.push(gaps.shift()!);
      items.push(this.byId.get(id)!);
    }
    return items;
  }

  /** The id of the oldest transaction that has no outcome yet. */
  oldestUnfinished(): string | null {
    for (let i = this.order.length - 1; i >= 0; i--) if (!isFinal(this.byId.get(this.order[i]!)!)) return this.order[i]!;
    return null;
  }

  private insert(added: string[]): void {
    const merged: string[] = [];
    let a = 0;
    let o = 0;
    while (merged.length < MAX_ROWS && (a < added.length || o < this.order.length)) {
      const takeAdded = o >= this.order.length || (a < added.length && added[a]! > this.order[o]!);
      merged.push(takeAdded ? added[a++]! : this.order[o++]!);
    }
    for (; a < added.length; a++) this.byId.delete(added[a]!);
    for (; o < this.order.length; o++) this.byId.delete(this.order[o]!);
    this.order = merged;
    const oldest = merged.at(-1);
    if (oldest && this.gaps.length > 0) this.gaps = this.gaps.filter(g => g.id >= oldest);
  }
}

const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);
