import { beforeEach, describe, expect, it } from 'vitest';
import { Painter, type Screen } from './painter.ts';

class FakeScreen implements Screen {
  time = 10_000;
  hidden = false;
  private frames: (() => void)[] = [];
  private delayed: (() => void)[] = [];

  now(): number {
    return this.time;
  }
  isHidden(): boolean {
    return this.hidden;
  }
  nextFrame(paint: () => void): void {
    this.frames.push(paint);
  }
  later(paint: () => void): void {
    this.delayed.push(paint);
  }

  /** Lets the time pass, then runs the frame and the delayed work. */
  pass(ms: number): void {
    this.time += ms;
    for (const frame of this.frames.splice(0)) frame();
    for (const work of this.delayed.splice(0)) work();
  }
}

describe('the painter', () => {
  let screen: FakeScreen;
  let painter: Painter;
  let log: string[];

  beforeEach(() => {
    screen = new FakeScreen();
    log = [];
    painter = new Painter(screen, () => 500, { data: () => log.push('data'), charts: () => log.push('charts') });
  });

  it('paints in the next frame, and the charts after it', () => {
    painter.paint();
    expect(log).toEqual([]);
    screen.pass(16);
    expect(log).toEqual(['data', 'charts']);
  });

  it('paints no more often than the viewer has chosen, unless it has to', () => {
    painter.paint();
    screen.pass(16);
    painter.paint();
    screen.pass(16);
    expect(log).toEqual(['data', 'charts']);
    painter.paintNow();
    screen.pass(16);
    expect(log).toEqual(['data', 'charts', 'data']);
  });

  it('paints once for several requests of one frame', () => {
    painter.paint();
    painter.paintNow();
    screen.pass(16);
    expect(log).toEqual(['data', 'charts']);
  });

  it('paints the charts at most once a second', () => {
    for (let i = 0; i < 6; i++) {
      painter.paint();
      screen.pass(16);
      screen.pass(484);
    }
    expect(log.filter(l => l === 'data')).toHaveLength(6);
    expect(log.filter(l => l === 'charts')).toHaveLength(3);
  });

  it('paints nothing while the page is hidden', () => {
    screen.hidden = true;
    painter.paintNow();
    screen.pass(16);
    expect(log).toEqual([]);
    screen.hidden = false;
    painter.paintNow();
    screen.pass(16);
    expect(log).toEqual(['data', 'charts']);
  });
});
