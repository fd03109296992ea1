const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** The wait after the n-th failed try, ± 20 %, so that the clients of a restarted server do not all connect at the same moment. */
export function delayAfter(failed: number, random: () => number = Math.random): number {
  const delay = DELAYS_MS[Math.min(Math.max(failed, 1), DELAYS_MS.length) - 1]!;
  return Math.round(delay * (0.8 + 0.4 * random()));
}
