import type { DashboardMetricsDto } from '../../contract.ts';
import { messageOf } from '../../lib/api.ts';
import type { Rows } from '../rows/rows.ts';
import { type CaughtUp, readFromStore, resumeFromServer, type Sources } from './catch-up.ts';
import { Sequence } from './sequence.ts';

type Figures = Pick<DashboardMetricsDto, 'epoch' | 'sequence' | 'changed'>;

/** What the page knew at one moment: where catching up begins. */
interface LastKnown {
  epoch: string;
  sequence: number;
  newest: string | null;
  oldestUnfinished: string | null;
  at: number;
}

export interface RecoveryEvents {
  /** The page is complete again, or knows that it cannot be. Silent when the connection was never lost. */
  caughtUp(result: CaughtUp, isSilent: boolean): void;
  /** The connection led to another run of the server. */
  serverRestarted(): void;
}

/** Finds out which changes the page has missed, and gets them: from the server's memory if possible, else from its store. */
export class Recovery {
  private readonly sequence = new Sequence();
  /** What the page knew when the connection was lost; null once catching up has begun. */
  private lostAt: LastKnown | null = null;
  /** What the page knew when the running catch-up began. If the connection is lost meanwhile, the next catch-up begins there again. */
  private catchingUpFrom: LastKnown | null = null;
  /** The number of the newest catch-up. The result of an older one that ends later is ignored. */
  private newestRun = 0;
  /** False once the server has said that it does not know the call. */
  private canResume = true;

  constructor(
    private readonly rows: Rows,
    private readonly sources: Sources,
    private readonly now: () => number,
    private readonly events: RecoveryEvents,
  ) {}

  /** The connection was lost, and the page has not begun to catch up. */
  get isDue(): boolean {
    return this.lostAt !== null;
  }

  connectionLost(): void {
    if (this.catchingUpFrom) this.lostAt = this.catchingUpFrom;
    else if (this.sequence.epoch !== null) this.lostAt ??= this.known(this.sequence.epoch, this.rows.oldestUnfinished());
  }

  /** Takes the figures of an update and starts to catch up when changes before them are missing. */
  takeFigures(figures: Figures): void {
    if (this.lostAt) {
      const from = this.lostAt;
      this.lostAt = null;
      this.sequence.advanceTo(figures.epoch, figures.sequence);
      if (from.epoch !== figures.epoch) this.events.serverRestarted();
      void this.catchUp(from, from.epoch === figures.epoch, false);
    } else if (this.catchingUpFrom || !this.canResume) {
      this.sequence.advanceTo(figures.epoch, figures.sequence);
    } else {
      const from = this.known(this.sequence.epoch ?? figures.epoch, null);
      if (this.sequence.observe(figures) !== 'gap') return;
      this.sequence.advanceTo(figures.epoch, figures.sequence);
      void this.catchUp(from, true, true);
    }
  }

  private known(epoch: string, oldestUnfinished: string | null): LastKnown {
    return { epoch, sequence: this.sequence.last, newest: this.rows.newestId, oldestUnfinished, at: this.now() };
  }

  private async catchUp(from: LastKnown, isSameRun: boolean, isSilent: boolean): Promise<void> {
    const run = ++this.newestRun;
    this.catchingUpFrom = from;
    const result = await this.fetch(from, isSameRun, isSilent);
    if (run !== this.newestRun) return;
    this.catchingUpFrom = null;
    // When the connection was lost meanwhile, the next catch-up begins where this one did.
    if (this.lostAt || !result) return;
    if (result.sequence !== null) this.sequence.advanceTo(from.epoch, result.sequence);
    if (result.lost !== 0 && from.newest) this.rows.addGap(from.newest, null, from.at, this.now());
    this.events.caughtUp(result, isSilent);
  }

  private async fetch(from: LastKnown, isSameRun: boolean, isSilent: boolean): Promise<CaughtUp | null> {
    try {
      const resumed = isSameRun && this.canResume ? await this.resume(from) : null;
      if (resumed || (isSilent && !this.canResume)) return resumed;
      return await readFromStore(this.rows, from.newest, from.oldestUnfinished, this.sources);
    } catch {
      return { count: 0, lost: null, sequence: null, added: [] };
    }
  }

  private async resume(from: LastKnown): Promise<CaughtUp | null> {
    try {
      return await resumeFromServer(this.rows, from.epoch, from.sequence, this.sources);
    } catch (error) {
      // The SignalR client says this when the server has no such method. Any other error may go away until the next time.
      if (/does not exist/i.test(messageOf(error))) this.canResume = false;
      return null;
    }
  }
}
