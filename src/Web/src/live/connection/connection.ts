import { delayAfter } from './backoff.ts';

/** From this time on a connection counts as having been there. */
const STEADY_MS = 2_000;

/** As much of a hub connection as is needed here. */
export interface Hub {
  start(): Promise<void>;
  onclose(handler: () => void): void;
}

export interface ConnectionEvents {
  /** About to try for the n-th time since the connection was last there. */
  trying(attempt: number): void;
  connected(): void;
  lost(): void;
  waiting(attempt: number, delayMs: number): void;
}

/**
 * Keeps a connection up for as long as the page is open. By hand and not by the client's own reconnect, which neither retries a first
 * start nor can be told to try now.
 */
export class Connection {
  private wake: (() => void) | null = null;

  constructor(
    private readonly hub: Hub,
    private readonly events: ConnectionEvents,
    private readonly random: () => number = Math.random,
  ) {}

  /** Never ends. */
  async run(): Promise<never> {
    let closed: () => void = () => {};
    this.hub.onclose(() => closed());
    for (let attempt = 1; ; attempt++) {
      this.events.trying(attempt);
      const end = new Promise<void>(resolve => {
        closed = resolve;
      });
      try {
        await this.hub.start();
        const since = Date.now();
        this.events.connected();
        await end;
        // A server that lets in and throws out at once is not there either.
        if (Date.now() - since >= STEADY_MS) attempt = 0;
        this.events.lost();
      } catch {
        // Not there; the wait below says when it is tried again.
      }
      await this.pause(attempt);
    }
  }

  /** Ends the wait for the next try. */
  tryNow(): void {
    this.wake?.();
  }

  private pause(failed: number): Promise<void> {
    const delay = delayAfter(failed, this.random);
    this.events.waiting(failed + 1, delay);
    return new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, delay);
      this.wake = done;
    });
  }
}
