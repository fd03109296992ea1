import type { DashboardMetricsDto } from '../../contract.ts';

export type Verdict = 'next' | 'hole' | 'restarted';

/**
 * Knows up to which change everything was seen, and notices when frames are missing in between. Changes are numbered at the tick, without
 * holes: a tick carries last + 1 … last + changed, of which a capped batch shows the newest.
 */
export class Sequence {
  epoch: string | null = null;
  last = 0;

  /** Takes the figures of a frame, whose sequence is the last number of its tick. */
  observe(metrics: Pick<DashboardMetricsDto, 'epoch' | 'sequence' | 'changed'>): Verdict {
    if (this.epoch !== metrics.epoch) {
      const first = this.epoch === null;
      this.jump(metrics.epoch, metrics.sequence);
      return first ? 'next' : 'restarted';
    }
    const missing = metrics.sequence - this.last - metrics.changed;
    if (missing > 0) return 'hole';
    this.last = Math.max(this.last, metrics.sequence);
    return 'next';
  }

  /** Everything up to here is known, by a snapshot or by a resume. */
  jump(epoch: string, sequence: number): void {
    this.last = this.epoch === epoch ? Math.max(this.last, sequence) : sequence;
    this.epoch = epoch;
  }
}
