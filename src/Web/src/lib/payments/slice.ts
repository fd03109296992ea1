/** A part of all payments: field → value, as the server names it. Empty for all payments. */
export type Conditions = Readonly<Record<string, string>>;

// The fields of a slice that the history can filter by, and the names of their parameters.
const FILTERS: Readonly<Record<string, string>> = {
  source: 'source',
  currency: 'currency',
  counterparty: 'counterparty',
  account: 'account',
  flag: 'rule',
};

/** The value of a payment that no rule flagged. */
const NONE = '(none)';

/** Whether the history can show just a part of the payments. It cannot filter by a processing time. */
export const canFilter = (conditions: Conditions): boolean => !('duration' in conditions);

/** The parameters of the history for a part of the payments. */
export function sliceFilters(conditions: Conditions): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const [field, value] of Object.entries(conditions)) {
    if (field === 'flag' && value === NONE) filters.flagged = 'false';
    else if (field === 'amount') Object.assign(filters, amountFilters(value));
    else if (FILTERS[field]) filters[FILTERS[field]] = value;
  }
  return filters;
}

/** "100 to 1,000", "from 1,000,000" or "below 0". The upper limit does not belong to it, and no currency has more than three decimals. */
function amountFilters(band: string): Record<string, string> {
  const [low, high] = band
    .replaceAll(',', '')
    .split(/ to |below |from /)
    .filter(Boolean)
    .map(Number);
  const under = (limit: number): string => String(Math.round(1000 * limit - 1) / 1000);
  if (band.startsWith('below')) return { max: under(low!) };
  return high === undefined ? { min: String(low) } : { min: String(low), max: under(high) };
}

/** The text of a slice as an alert has it: "source:pos; currency:GBP". */
export function conditionsOf(subject: string): Conditions {
  const conditions: Record<string, string> = {};
  for (const part of subject.split('; ')) {
    const colon = part.indexOf(':');
    if (colon > 0) conditions[part.slice(0, colon)] = part.slice(colon + 1);
  }
  return conditions;
}

/** What a part is called: its values, and of fields that are no names the field as well. */
export function sliceName(conditions: Conditions): string {
  const values = Object.entries(conditions).map(([field, value]) =>
    field === 'flag' && value === NONE ? 'not flagged' : field in NAMED ? `${NAMED[field]} ${value}` : value,
  );
  return values.join(' · ') || 'Everything';
}

const NAMED: Readonly<Record<string, string>> = { flag: 'flag', amount: 'amount', duration: 'took' };
