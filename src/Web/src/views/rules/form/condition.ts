/** A condition that the form can show: a figure or a field, and what it is compared with. Texts are as the rule writes them. */
export interface Condition {
  /** A word of FIGURES. */
  what: string;
  /** Separated by commas, for figures over other payments. */
  per: string;
  /** 10m or last 10; empty for none. */
  over: string;
  /** The condition of the figure, kept as it is. */
  where: unknown;
  /** An operator, or "is missing", "is not missing", "holds", "does not hold". */
  is: string;
  limit: string;
}

/** A condition that is too deep for the form; it keeps its place. */
export interface OtherCondition {
  other: unknown;
}

/** The conditions of a rule, and whether all or any of them must hold. */
export interface RuleForm {
  join: 'all' | 'any';
  conditions: (Condition | OtherCondition)[];
}

export const FIGURES: readonly (readonly [string, string])[] = [
  ['amount', 'amount'],
  ['abs', 'amount without its sign'],
  ['count', 'number of payments'],
  ['sum', 'sum of the amounts'],
  ['distinct', 'number of counterparties'],
  ['avg', 'average amount before'],
  ['median', 'usual amount before'],
  ['min', 'lowest amount before'],
  ['max', 'highest amount before'],
  ['first_seen', 'first payment'],
  ['since_last', 'time since the last payment'],
  ['account', 'account'],
  ['counterparty', 'counterparty'],
  ['source', 'source'],
  ['reference', 'reference'],
];

export const AGGREGATES = ['count', 'sum', 'distinct', 'avg', 'median', 'min', 'max', 'first_seen', 'since_last'];
const OF: Record<string, string> = {
  sum: 'amount',
  avg: 'amount',
  median: 'amount',
  min: 'amount',
  max: 'amount',
  distinct: 'counterparty',
};
export const TEXTS = ['account', 'counterparty', 'source', 'reference'];

/** The operators that a figure can be compared with. */
export function operatorsOf(what: string): readonly string[] {
  if (what === 'first_seen') return ['holds', 'does not hold'];
  if (what === 'source') return ['=', '!='];
  if (TEXTS.includes(what)) return ['=', '!=', 'is missing', 'is not missing'];
  return ['>', '>=', '<', '<=', '=', '!='];
}

export const needsLimit = (is: string): boolean => /[<>=]/.test(is);

const BEGIN: Record<string, Partial<Condition>> = {
  amount: { limit: '1000 EUR', is: '>=' },
  abs: { limit: '1000 EUR', is: '>=' },
  count: { limit: '5' },
  sum: { limit: '5000 EUR', over: '24h', is: '>=' },
  distinct: { limit: '4', over: '1h', is: '>=' },
  first_seen: { per: 'account, counterparty', over: '', is: 'holds' },
  since_last: { limit: '5s', over: '', is: '<' },
  source: { limit: 'online', is: '=' },
  counterparty: { is: 'is missing' },
  account: { is: 'is missing' },
  reference: { is: 'is missing' },
};

/** A condition on another figure, with values that make sense for it. */
export function conditionOn(what: string): Condition {
  const isFigure = AGGREGATES.includes(what);
  const begin = { what, per: isFigure ? 'account' : '', over: isFigure ? '10m' : '', where: null, is: '>', limit: '' };
  return { ...begin, ...(isFigure && OF[what] === 'amount' ? { limit: '1000 EUR' } : {}), ...BEGIN[what] };
}

/** The field of a figure; null where it counts payments. */
export const fieldOf = (what: string): string | null => OF[what] ?? null;
