import type { AlertDecisionDto } from '../../contract.ts';

/** What was decided, with the state before where it is known: "resolved it; it was Open". */
export function decisionText(decision: Pick<AlertDecisionDto, 'action' | 'before'>): string {
  const word = decision.action.slice(decision.action.indexOf('.') + 1);
  const before = statusOf(decision.before);
  return before === null ? `${word} it` : `${word} it; it was ${before}`;
}

// States are JSON, cut when they are long.
function statusOf(state: string | null): string | null {
  try {
    const status: unknown = (JSON.parse(state ?? 'null') as { status?: unknown } | null)?.status;
    return typeof status === 'string' ? status : null;
  } catch {
    return null;
  }
}
