import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TryReport } from '../../../contract.ts';
import { messageOf, post } from '../../../lib/api.ts';
import { parseInstant } from '../../../lib/time.ts';
import type { RuleCheck } from '../../../parts/rules/use-rule-check.ts';

// A try begins by itself after this pause, as long as tries are quick. Each one reads the stored payments.
const PAUSE_MS = 400;
const QUICK_MS = 1_500;
const MATCHES = 8;

/** What is tried, beside the text. */
export interface LabQuestion {
  /** As in now-24h; empty for all stored payments. */
  range: string;
  /** The number of the rule whose curve is wanted, from 1. */
  number: number;
  /** The text to compare with; null for none. */
  against: string | null;
}

/** The answer of the lab to a text and a question. */
export interface Tried {
  key: string;
  text: string;
  report: TryReport;
  tookMs: number;
}

export interface Lab {
  tried: Signal<Tried | null>;
  runningSince: Signal<number | null>;
  error: Signal<string | null>;
  /** The answer is that of the text as it stands. */
  isCurrent: boolean;
  canRun: boolean;
  run: () => void;
  cancel: () => void;
}

/** Tries a rule over stored payments. A newer question ends the one before. */
export function useLab(check: RuleCheck | null, question: LabQuestion): Lab {
  const tried = useSignal<Tried | null>(null);
  const runningSince = useSignal<number | null>(null);
  const error = useSignal<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  const rule = check?.rule ?? null;
  const key = rule ? JSON.stringify([rule.canonical, question]) : '';
  const isCurrent = tried.value !== null && tried.value.key === key;

  function cancel(): void {
    stop.current?.abort();
    stop.current = null;
    runningSince.value = null;
  }

  async function run(): Promise<void> {
    if (!rule || !check) return;
    cancel();
    const own = new AbortController();
    stop.current = own;
    const began = Date.now();
    runningSince.value = began;
    error.value = null;
    const from = question.range === '' ? null : parseInstant(question.range, began);
    const numbers = rule.numbers.length;
    try {
      const report = await post<TryReport>(
        '/api/v1/rules/try',
        {
          expression: check.text,
          from: from === null ? null : new Date(from).toISOString(),
          limit: MATCHES,
          sweep: numbers > 0,
          sweepNumber: numbers > 0 ? Math.min(question.number, numbers) : null,
          against: question.against,
        },
        { signal: own.signal },
      );
      if (own.signal.aborted) return;
      tried.value = { key, text: check.text, report, tookMs: Date.now() - began };
    } catch (reason) {
      if (own.signal.aborted) return;
      error.value = messageOf(reason);
    }
    runningSince.value = null;
  }

  useEffect(() => cancel, []);
  useEffect(() => {
    if (key === '' || isCurrent) return;
    if (tried.peek() && tried.peek()!.tookMs > QUICK_MS) return;
    const timer = setTimeout(() => void run(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return { tried, runningSince, error, isCurrent, canRun: rule !== null, run: () => void run(), cancel };
}
