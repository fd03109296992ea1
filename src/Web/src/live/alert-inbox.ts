import type { Alert } from './state.ts';

export interface AlertEvents {
  /** Several alerts for the page, in their newest state. */
  show(alerts: Alert[]): void;
  /** An alert that the viewer should hear of. */
  announce(alert: Alert): void;
  /** Asks for a paint, which ends in a call of flush. */
  requestPaint(): void;
}

/** A hidden page may not paint for hours. From this number on the alerts are shown without a paint. */
const MAX_WAITING = 500;

/** The alerts that arrive before this many figures belong to the snapshot that the server sends after every connect. */
const FIGURES_BEFORE_NEWS = 2;

/** Collects pushed alerts until the next paint, and tells new alerts from those of the snapshot that follows every connection. */
export class AlertInbox {
  private readonly waiting = new Map<string, Alert>();
  private figuresSinceConnected = 0;

  constructor(private readonly events: AlertEvents) {}

  connected(): void {
    this.figuresSinceConnected = 0;
  }

  figuresArrived(): void {
    this.figuresSinceConnected++;
  }

  take(alert: Alert): void {
    if (this.figuresSinceConnected >= FIGURES_BEFORE_NEWS) this.events.announce(alert);
    this.waiting.set(alert.id, alert);
    if (this.waiting.size >= MAX_WAITING) this.flush();
    else this.events.requestPaint();
  }

  /** Shows what has come in since the last paint. */
  flush(): void {
    this.events.show([...this.waiting.values()]);
    this.waiting.clear();
  }
}
