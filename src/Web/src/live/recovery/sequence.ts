import type { DashboardMetricsDto } from '../../contract.ts';

export type Verdict = 'next' | 'gap' | 'restarted';

/**
 * Knows up to which change the page has seen everything, and notices missing updates. The server numbers the changes of each update without
 * gaps: an update carries the changes last + 1 … last + changed. An update that is too long shows the newest changes only.
 */
export class Sequence {
  /** The run of the server that the number belongs to; null before the first update. */
  epoch: string | null = null;
  last = 0;

  /** Takes an update, whose sequence is the number of its last change. */
  observe(metrics: Pick<DashboardMetricsDto, 'epoch' | 'sequence' | 'changed'>): Verdict {
    if (this.epoch !== metrics.epoch) {
      const isFirst = this.epoch === null;
      this.advanceTo(metrics.epoch, metrics.sequence);
      return isFirst ? 'next' : 'restarted';
    }
    const missing = metrics.sequence - this.last - metrics.changed;
    if (missing > 0) return 'gap';
    this.last = Math.max(this.last, metrics.sequence);
    return 'next';
  }

  /** Notes that everything up to a number is known, from a snapshot or from catching up. */
  advanceTo(epoch: string, sequence: number): void {
    this.last = this.epoch === epoch ? Math.max(this.last, sequence) : sequence;
    this.epoch = epoch;
  }
}
