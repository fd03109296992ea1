import type { Signal } from '@preact/signals';
import { clock } from '../../lib/time.ts';
import { type Badge, badgeOf, type ConnectionStatus } from './badge.ts';

/** The badge shows a new age at most this often: a repaint for a few letters costs more than it tells. */
const AGE_EVERY_MS = 900;

export interface StatusSignals {
  status: Signal<ConnectionStatus>;
  badge: Signal<Badge>;
  /** Text that a screen reader speaks. */
  polite: Signal<string>;
}

/** Keeps the status of the connection and writes the badge. A new state shows at once, a new age only when the page repaints anyway. */
export class StatusReporter {
  private ageShownAt = 0;

  constructor(
    private readonly signals: StatusSignals,
    private readonly now: () => number,
  ) {}

  get current(): ConnectionStatus {
    return this.signals.status.value;
  }

  change(change: Partial<ConnectionStatus>): void {
    this.signals.status.value = { ...this.current, ...change };
    this.refresh(false);
  }

  refresh(withAge: boolean): void {
    const now = this.now();
    const next = badgeOf(this.current, now);
    const shown = this.signals.badge.value;
    const isNewState = next.state !== shown.state;
    if (!isNewState && next.detail === shown.detail) return;
    if (!isNewState && !this.current.resumed && (!withAge || now - this.ageShownAt < AGE_EVERY_MS)) return;
    if (isNewState && (next.state === 'stale' || next.state === 'offline'))
      this.signals.polite.value = `${next.word}: no new figures since ${clock(this.current.updatedAt ?? now)}.`;
    this.ageShownAt = now;
    this.signals.badge.value = next;
  }
}
