import type { CurvePoint, RuleCurve, RuleNumber } from '../../../contract.ts';

/** Texts and comments with other characters in their place, so that a search finds code only. The conditions of figures too. */
function onlyCode(text: string): string {
  const blank = (part: string): string => '\0'.repeat(part.length);
  let code = text.replace(/"(?:\\.|[^"\\])*"|#[^\n]*/g, blank);
  for (let at = code.search(/\bwhere\s*\(/); at >= 0; at = code.search(/\bwhere\s*\(/)) {
    let depth = 0;
    let end = code.indexOf('(', at);
    do {
      if (code[end] === '(') depth++;
      if (code[end] === ')') depth--;
      end++;
    } while (depth > 0 && end < code.length);
    code = code.slice(0, at) + blank(code.slice(at, end)) + code.slice(end);
  }
  return code;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where a number of a rule stands in a text; null where the text writes the comparison in another way than the standard form. */
function placeOf(text: string, number: RuleNumber, numbers: readonly RuleNumber[]): { start: number; end: number } | null {
  const same = numbers.filter(n => n.text === number.text);
  // A comparison with texts or a where in it is searched in the same way as the rule.
  const wanted = onlyCode(number.text).split(/\s+/).map(escaped).join('\\s+');
  const found = [...onlyCode(text).matchAll(new RegExp(`(?<![\\w.])${wanted}(?![\\w.])`, 'g'))];
  if (found.length !== same.length) return null;
  const match = found[same.findIndex(n => n.number === number.number)];
  if (!match) return null;
  const isLast = number.text.endsWith(` ${number.limit}`);
  const part = text.slice(match.index, match.index + match[0].length);
  const limit = number.limit.split(' ').map(escaped).join('\\s+');
  const inner = new RegExp(isLast ? `${limit}$` : `^${limit}`).exec(part);
  return inner ? { start: match.index + inner.index, end: match.index + inner.index + inner[0].length } : null;
}

/**
 * The text of a rule with another value of one of its numbers. It stays as its author wrote it where the comparison is found there, and is
 * in the standard form otherwise.
 */
export function withLimit(text: string, canonical: string, number: RuleNumber, numbers: readonly RuleNumber[], limit: string): string {
  for (const candidate of [text, canonical]) {
    const place = placeOf(candidate, number, numbers);
    if (place) return candidate.slice(0, place.start) + limit + candidate.slice(place.end);
  }
  return canonical;
}

const SPAN = /^(\d+) (second|minute|hour|day)s?$/;

/** A limit of a curve as a rule writes it; null for one that no rule can write, such as half a second. */
export function writtenLimit(limit: string): string | null {
  const span = SPAN.exec(limit);
  if (span) return span[1] + span[2]!.charAt(0);
  const money = /^(-?\d+)(?:\.(\d+))? ([A-Z]{3})$/.exec(limit);
  if (money) return money[2] && /[1-9]/.test(money[2]) ? limit : `${money[1]} ${money[3]}`;
  return /^-?\d+(\.\d+)?$/.test(limit) ? limit : null;
}

/** A point of a curve with its limit as a rule writes it, and as a number. */
export interface Step {
  limit: string;
  value: number;
  flagged: number;
}

const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const numberOf = (limit: string): number => Number.parseFloat(limit) * (UNIT_SECONDS[limit.replace(/^[-\d.]+/, '')] ?? 1);

/** The points of a curve that a rule can have as its limit, in the order of their values. */
export const stepsOf = ({ points }: Pick<RuleCurve, 'points'>): Step[] =>
  points.flatMap(({ limit, flagged }: CurvePoint) => {
    const written = writtenLimit(limit);
    return written === null ? [] : [{ limit: written, value: numberOf(written), flagged }];
  });

/** The place of the limit that a rule has among the steps; the nearest one where it is not among them. */
export function stepAt(steps: readonly Step[], limit: string): number {
  const value = numberOf(writtenLimit(limit) ?? limit);
  let best = 0;
  steps.forEach((step, i) => {
    if (Math.abs(step.value - value) < Math.abs(steps[best]!.value - value)) best = i;
  });
  return best;
}
