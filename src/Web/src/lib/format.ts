import { currencyDecimals } from '../contract.ts';

/** The page shows this where there is no value; never 0, never NaN. */
export const none = '–';

const MINUS = '\u2212';
const THIN = '\u2009';

// Not with Intl.NumberFormat: creating the first one takes as long as the first paint of the page.
function grouped(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  const digits = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,') + (rest === undefined ? '' : `.${rest}`);
  return value < 0 && /[1-9]/.test(digits) ? MINUS + digits : digits;
}

const known = (value: number | null | undefined): value is number => value != null && Number.isFinite(value);

export const count = (value: number | null | undefined): string => (known(value) ? grouped(value, 0) : none);

/** An amount without its currency code, with as many decimals as the currency has. */
export const amount = (value: number | null | undefined, currency: string): string =>
  known(value) ? grouped(value, currencyDecimals[currency] ?? 2) : none;

/** A number with k, M or bn and one decimal, for tiles and axes. The exact value belongs in a tooltip. */
export function compact(value: number | null | undefined): string {
  if (!known(value)) return none;
  const size = Math.abs(value);
  for (const [unit, name] of [
    [1e9, 'bn'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (size >= unit * 0.99995) return `${trim(value / unit)}${THIN}${name}`;
  }
  return trim(value);
}

const trim = (value: number): string => grouped(value, 1).replace(/\.0$/, '');

export const rate = (value: number | null | undefined): string => (known(value) ? grouped(value, 1) : none);

/** A share of 0 … 1 in percent, without the sign. It has two decimals near 0 and 100, where small differences matter. */
export function percent(share: number | null | undefined): string {
  if (!known(share)) return none;
  const value = share * 100;
  return grouped(value, value < 10 || value > 90 ? 2 : 1);
}

/** A time in milliseconds, in a readable unit. */
export function duration(ms: number | null | undefined): string {
  const [value, unit] = durationParts(ms);
  return unit ? `${value} ${unit}` : value;
}

/** Number and unit apart, because a tile shows them in two sizes. */
export function durationParts(ms: number | null | undefined): [value: string, unit: string] {
  if (!known(ms)) return [none, ''];
  if (ms > 0 && ms < 1) return [grouped(ms, 1), 'ms'];
  if (ms < 999.5) return [grouped(ms, 0), 'ms'];
  if (ms < 59_995) return [grouped(ms / 1000, 2), 's'];
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return [`${Math.floor(seconds / 60)} min ${pad(seconds % 60)}`, 's'];
  return [`${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))}`, 'min'];
}

/** How old something is: 0.4 s, 12 s, 4 min, 3 h, 2 d. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${grouped(seconds, 1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const SPOKEN = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** A length of time in words, for screen readers: 1 minute, 2 hours 30 minutes, 250 milliseconds. */
export function spoken(seconds: number): string {
  const say = (n: number, unit: string): string => `${count(n)} ${unit}${n === 1 ? '' : 's'}`;
  if (seconds < 0.001) return 'less than a millisecond';
  if (seconds < 1) return say(Math.round(seconds * 1000), 'millisecond');
  let rest = Math.round(seconds);
  const words: string[] = [];
  for (const [length, unit] of SPOKEN) {
    const n = Math.floor(rest / length);
    rest -= n * length;
    if (n > 0) words.push(say(n, unit));
  }
  return words.slice(0, 2).join(' ');
}

export const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** large_amount → large amount */
export const words = (name: string): string => name.replaceAll('_', ' ');

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
