import { count } from '../lib/format.ts';
import type { Alert } from './state.ts';

const QUIET_MS = 10_000;

/** Announces new critical alerts, at most once in ten seconds. The next announcement says how many there were. */
export class CriticalAnnouncer {
  private announcedAt = Number.NEGATIVE_INFINITY;
  private waiting = 0;

  constructor(
    private readonly now: () => number,
    private readonly announce: (text: string, alertId: string) => void,
  ) {}

  take(alert: Alert): void {
    if (alert.severity !== 'Critical' || alert.status !== 'Open' || alert.count > 1) return;
    this.waiting++;
    const now = this.now();
    if (now - this.announcedAt < QUIET_MS) return;
    this.announce(this.waiting === 1 ? alert.message : `${count(this.waiting)} critical alerts. ${alert.message}`, alert.id);
    this.announcedAt = now;
    this.waiting = 0;
  }
}
