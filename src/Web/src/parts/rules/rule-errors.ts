import type { RuleError } from '../../contract.ts';

/** A piece of the text of a rule, and the error that it is part of. */
export interface TextPart {
  text: string;
  error: RuleError | null;
}

/**
 * The text cut where errors begin and end, for drawing lines under them. An error at the end of the text, which has no length, gets a
 * blank of its own. Where two errors overlap, the first one counts.
 */
export function partsOf(text: string, errors: readonly RuleError[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const error of [...errors].sort((a, b) => a.position - b.position)) {
    const start = Math.min(error.position, text.length);
    if (start < at) continue;
    if (start > at) parts.push({ text: text.slice(at, start), error: null });
    at = Math.min(start + error.length, text.length);
    parts.push({ text: text.slice(start, at) || ' ', error });
  }
  if (at < text.length) parts.push({ text: text.slice(at), error: null });
  return parts;
}

/** The text with the suggestion of an error in it. Most suggestions stand in place of the part; a window is added after it. */
export function withSuggestion(text: string, { position, length, suggestion }: RuleError): string {
  if (suggestion === null) return text;
  const [before, part, after] = [text.slice(0, position), text.slice(position, position + length), text.slice(position + length)];
  if (suggestion.startsWith('over ')) return `${before}${part} ${suggestion}${after}`;
  // What a figure is counted per comes before its window, which stays.
  const window = suggestion.includes(' per ') ? part.indexOf(' over ') : -1;
  return before + suggestion + (window < 0 ? '' : part.slice(window)) + after;
}

/** The errors of an answer that refuses a rule; null when it refuses something else. */
export function ruleErrorsOf(answer: unknown): RuleError[] | null {
  const found = (answer as { errors?: { expression?: unknown } } | null)?.errors?.expression;
  return Array.isArray(found) && found.every(e => typeof e === 'object' && e !== null && 'position' in e) ? (found as RuleError[]) : null;
}
