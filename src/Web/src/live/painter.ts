/** The browser, as far as painting needs it. */
export interface Screen {
  now(): number;
  isHidden(): boolean;
  nextFrame(paint: () => void): void;
  later(paint: () => void, delayMs: number): void;
}

export interface Painting {
  /** Figures, rows and alerts. */
  data(): void;
  charts(): void;
}

/** Charts get at most one new point a second, and drawing them is expensive. */
const CHARTS_EVERY_MS = 900;
/** Keeps the charts out of the frame that paints everything else. */
const CHARTS_AFTER_DATA_MS = 150;
/** An update may arrive a little early; it must not wait for the next one. */
const EARLY_MS = 100;

/** Decides when the page repaints: no more often than the viewer has chosen, and never while the page is hidden. */
export class Painter {
  private paintedAt = 0;
  private chartsAt = 0;
  private isScheduled = false;

  constructor(
    private readonly screen: Screen,
    private readonly everyMs: () => number,
    private readonly painting: Painting,
  ) {}

  /** How long ago the charts were painted. */
  get chartsAgeMs(): number {
    return this.screen.now() - this.chartsAt;
  }

  /** Repaints in the next frame when the time between two paints has passed. */
  paint(): void {
    if (this.screen.now() - this.paintedAt >= this.everyMs() - EARLY_MS) this.paintNow();
  }

  /** Repaints in the next frame. */
  paintNow(): void {
    if (this.screen.isHidden() || this.isScheduled) return;
    this.isScheduled = true;
    this.screen.nextFrame(() => this.paintFrame());
  }

  private paintFrame(): void {
    this.isScheduled = false;
    this.paintedAt = this.screen.now();
    this.painting.data();
    if (this.paintedAt - this.chartsAt < CHARTS_EVERY_MS) return;
    this.chartsAt = this.paintedAt;
    this.screen.later(() => this.painting.charts(), CHARTS_AFTER_DATA_MS);
  }
}
