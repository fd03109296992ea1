import { signal } from '@preact/signals';
import { pad } from './format.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether the whole page writes times in UTC or in the time zone of the computer. A change paints every time on the page anew. */
const utc = signal(false);

export const writeTimesInUtc = (on: boolean): void => {
  utc.value = on;
};

interface Parts {
  y: number;
  mo: number;
  d: number;
  h: number;
  mi: number;
  s: number;
  ms: number;
}

function parts(at: number): Parts {
  const t = new Date(at);
  return utc.value
    ? {
        y: t.getUTCFullYear(),
        mo: t.getUTCMonth(),
        d: t.getUTCDate(),
        h: t.getUTCHours(),
        mi: t.getUTCMinutes(),
        s: t.getUTCSeconds(),
        ms: t.getUTCMilliseconds(),
      }
    : {
        y: t.getFullYear(),
        mo: t.getMonth(),
        d: t.getDate(),
        h: t.getHours(),
        mi: t.getMinutes(),
        s: t.getSeconds(),
        ms: t.getMilliseconds(),
      };
}

export const millis = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

/** 16:55:04.123 */
export function clockMs(at: string | number): string {
  const p = parts(millis(at));
  return `${pad(p.h)}:${pad(p.mi)}:${pad(p.s)}.${pad(p.ms, 3)}`;
}

/** 16:55:04 */
export function clock(at: string | number): string {
  const p = parts(millis(at));
  return `${pad(p.h)}:${pad(p.mi)}:${pad(p.s)}`;
}

/** 16:55:04.123 for today, 23 Nov 16:55:04 for any other day. */
export function dayClock(at: string | number, now: number): string {
  const [p, today] = [parts(millis(at)), parts(now)];
  return p.d === today.d && p.mo === today.mo && p.y === today.y ? clockMs(at) : `${p.d} ${MONTHS[p.mo]} ${clock(at)}`;
}

/** 16:55 */
export function hourMinute(at: string | number): string {
  const p = parts(millis(at));
  return `${pad(p.h)}:${pad(p.mi)}`;
}

/** 23 Nov 2026 16:55:04 */
export function dateTime(at: string | number): string {
  const p = parts(millis(at));
  return `${p.d} ${MONTHS[p.mo]} ${p.y} ${pad(p.h)}:${pad(p.mi)}:${pad(p.s)}`;
}

/** 16:55 within the last 24 hours, 23 Nov 16:55 before. */
export const since = (at: number, now: number): string => (now - at < 86_400_000 ? hourMinute(at) : dayMinute(at));

/** 23 Nov 16:55 */
export function dayMinute(at: string | number): string {
  const p = parts(millis(at));
  return `${p.d} ${MONTHS[p.mo]} ${pad(p.h)}:${pad(p.mi)}`;
}

const DAY_MS = 86_400_000;

/** The time of the day, as exact as a span of this length needs it. */
function timeWithin(spanMs: number): (at: number) => string {
  if (spanMs < 8_000) return clockMs;
  return spanMs < 600_000 ? clock : hourMinute;
}

const dayOf = (p: Parts, withYear: boolean): string => `${p.d} ${MONTHS[p.mo]}${withYear ? ` ${p.y}` : ''}`;

/** Writes instants of a span: with seconds when it is short, with the year unless it is all within the current one. */
export function writerWithin(from: number, to: number, now: number): (at: number) => string {
  const withYear = parts(from).y !== parts(now).y || parts(to).y !== parts(now).y;
  const time = timeWithin(to - from);
  return at => `${dayOf(parts(at), withYear)} ${time(at)}`;
}

/**
 * Labels of an axis at equal distances. The day is written where it changes, and alone in a long span. No two are the same: in a span of
 * milliseconds some are empty.
 */
export function axisLabels(from: number, to: number, count: number, now: number): string[] {
  const withYear = parts(from).y !== parts(now).y || parts(to).y !== parts(now).y;
  const time = timeWithin(to - from);
  const isLong = to - from >= 2 * DAY_MS * (count - 1);
  let before = { day: '', at: '' };
  return Array.from({ length: count }, (_, i) => {
    const at = from + ((to - from) * i) / (count - 1);
    const day = dayOf(parts(at), withYear);
    const text = isLong ? day : day === before.day ? time(at) : `${day} ${time(at)}`;
    const isRepeated = before.day === day && before.at === time(at);
    before = { day, at: time(at) };
    return isRepeated ? '' : text;
  });
}

/** The exact instant, for tooltips: 2026-11-23T16:55:04.123Z */
export const iso = (at: string | number): string => new Date(millis(at)).toISOString();

/** local (UTC+1), or UTC */
export function zone(): string {
  if (utc.value) return 'UTC';
  const minutes = -new Date().getTimezoneOffset();
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `local (UTC${minutes < 0 ? '\u2212' : '+'}${hours}${rest ? `:${pad(rest)}` : ''})`;
}

/** The value of a datetime-local field, in the time zone of the page. */
export function toField(at: number): string {
  const p = parts(at);
  return `${p.y}-${pad(p.mo + 1)}-${pad(p.d)}T${pad(p.h)}:${pad(p.mi)}:${pad(p.s)}`;
}

/** The instant of a datetime-local field; NaN when the field is incomplete. */
export const fromField = (text: string): number => Date.parse(utc.value ? `${text}Z` : text);

const AGO = /^now(?:-(\d{1,6})([smhd]))?$/;
const UNIT = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads now, now-15m, or an ISO time; null when it is neither. */
export function parseInstant(text: string, now: number): number | null {
  const ago = AGO.exec(text);
  if (ago) return now - (ago[1] ? Number(ago[1]) * UNIT[ago[2] as keyof typeof UNIT] : 0);
  const at = Date.parse(text);
  return Number.isNaN(at) || !text.includes('T') ? null : at;
}
