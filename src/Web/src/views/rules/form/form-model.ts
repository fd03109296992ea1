import { AGGREGATES, type Condition, fieldOf, needsLimit, type OtherCondition, type RuleForm, TEXTS } from './condition.ts';
import { isoOf, spanOf } from './span.ts';

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The form that a check answers, as conditions that fields can show. */
export function readForm(form: Json): RuleForm {
  const join = Array.isArray(form.any) ? 'any' : 'all';
  const list = (form[join] as unknown[] | undefined) ?? [form];
  return { join, conditions: list.map(part => (isJson(part) ? (readCondition(part) ?? { other: part }) : { other: part })) };
}

/** The form that a check takes. */
export function writeForm({ join, conditions }: RuleForm): Json {
  const list = conditions.map(c => (isOther(c) ? c.other : writeCondition(c)));
  return list.length === 1 ? (list[0] as Json) : { [join]: list };
}

export const isOther = (condition: Condition | OtherCondition): condition is OtherCondition => 'other' in condition;

function readCondition(part: Json): Condition | null {
  if (isJson(part.not)) {
    const inner = readCondition(part.not);
    if (inner?.is === 'is missing') return { ...inner, is: 'is not missing' };
    return inner?.is === 'holds' ? { ...inner, is: 'does not hold' } : null;
  }
  if (isJson(part.missing)) {
    const value = readValue(part.missing);
    return value && { ...value, is: 'is missing', limit: '' };
  }
  if (part.aggregate === 'first_seen') {
    const value = readValue(part);
    return value && { ...value, is: 'holds', limit: '' };
  }
  const value = isJson(part.value) ? readValue(part.value) : null;
  const limit = readLimit(part.than);
  return value && limit !== null && typeof part.is === 'string' ? { ...value, is: part.is, limit } : null;
}

function readValue(value: Json): Pick<Condition, 'what' | 'per' | 'over' | 'where'> | null {
  const none = { per: '', over: '', where: null };
  if (typeof value.field === 'string') return [...TEXTS, 'amount'].includes(value.field) ? { ...none, what: value.field } : null;
  if (isJson(value.abs)) return value.abs.field === 'amount' ? { ...none, what: 'abs' } : null;
  const what = String(value.aggregate ?? '');
  // spread has a share, and distinct may count other things.
  if (!AGGREGATES.includes(what) || (value.of ?? null) !== fieldOf(what)) return null;
  const over = typeof value.over === 'string' ? spanOf(value.over) : value.last === undefined ? '' : `last ${String(value.last)}`;
  return { what, per: (value.per as string[]).join(', '), over, where: value.where ?? null };
}

function readLimit(than: unknown): string | null {
  if (typeof than === 'number' || typeof than === 'string') return String(than);
  if (!isJson(than)) return null;
  if (than.amount !== undefined && than.currency !== undefined) return `${String(than.amount)} ${String(than.currency)}`;
  return typeof than.span === 'string' ? spanOf(than.span) : null;
}

function writeCondition(condition: Condition): Json {
  const { is } = condition;
  const value = writeValue(condition);
  if (is === 'holds') return value;
  if (is === 'does not hold') return { not: value };
  if (!needsLimit(is)) return is === 'is missing' ? { missing: value } : { not: { missing: value } };
  return { value, is, than: writeLimit(condition) };
}

function writeValue({ what, per, over, where }: Condition): Json {
  if (what === 'abs') return { abs: { field: 'amount' } };
  if (!AGGREGATES.includes(what)) return { field: what };
  const last = /^last (\d+)$/.exec(over.trim());
  const of = fieldOf(what);
  return {
    aggregate: what,
    ...(of ? { of } : {}),
    per: per
      .split(',')
      .map(key => key.trim())
      .filter(Boolean),
    ...(last ? { last: Number(last[1]) } : over.trim() === '' ? {} : { over: isoOf(over) ?? over.trim() }),
    ...(where ? { where } : {}),
  };
}

function writeLimit({ what, limit }: Condition): unknown {
  const text = limit.trim();
  if (TEXTS.includes(what)) return limit;
  const money = /^(-?\d+(?:\.\d+)?)\s*([A-Z]{3})$/i.exec(text);
  if (money) return { amount: Number(money[1]), currency: money[2]!.toUpperCase() };
  const span = isoOf(text);
  if (span) return { span };
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
