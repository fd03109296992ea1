import { delayAfter } from './backoff.ts';

/** A connection that lasts this long counts as a success; a shorter one counts as a failed try. */
const STEADY_MS = 2_000;

/** The part of a SignalR connection that this class uses. */
export interface Hub {
  start(): Promise<void>;
  onclose(handler: () => void): void;
}

export interface ConnectionEvents {
  /** The n-th try since the last success begins. */
  trying(attempt: number): void;
  connected(): void;
  lost(): void;
  waiting(attempt: number, delayMs: number): void;
}

/**
 * Keeps a connection up for as long as the page is open. SignalR's own reconnect is not enough: it does not retry the first start, and it
 * cannot be told to try now.
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
        // A server that accepts the connection and closes it at once does not work either.
        if (Date.now() - since >= STEADY_MS) attempt = 0;
        this.events.lost();
      } catch {
        // The try failed; the next one follows after the wait.
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
