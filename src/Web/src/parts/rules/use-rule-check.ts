import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CheckedRule, RuleError } from '../../contract.ts';
import { ApiError, messageOf, post } from '../../lib/api.ts';
import { ruleErrorsOf } from './rule-errors.ts';

const PAUSE_MS = 200;

/** What the server says of a text. */
export interface RuleCheck {
  text: string;
  /** Null when the rule has errors or could not be checked. */
  rule: CheckedRule | null;
  errors: readonly RuleError[];
  /** Why it could not be checked. */
  problem: string | null;
}

/** Asks the server what it says of a text, after a short pause in typing. The answer of an older text stays until the next one comes. */
export function useRuleCheck(text: string, isOff = false): Signal<RuleCheck | null> {
  const check = useSignal<RuleCheck | null>(null);
  useEffect(() => {
    if (isOff) return;
    if (text.trim() === '') {
      check.value = null;
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await askAbout(text, stop.signal);
      if (!stop.signal.aborted) check.value = answer;
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, isOff]);
  return check;
}

async function askAbout(text: string, signal: AbortSignal): Promise<RuleCheck> {
  try {
    const rule = await post<CheckedRule>('/api/v1/rules/check', { expression: text }, { signal });
    return { text, rule, errors: [], problem: null };
  } catch (error) {
    const errors = error instanceof ApiError ? ruleErrorsOf(error.answer) : null;
    return { text, rule: null, errors: errors ?? [], problem: errors ? null : messageOf(error) };
  }
}
