import type { StatusDto, StatusLevel } from '../../../contract.ts';
import { capital, count, words } from '../../../lib/format.ts';
import type { Tone } from '../../../parts/icon.tsx';

/** What the page knows when it writes the sentence. */
export interface StatusFacts {
  status: StatusDto | null;
  /** The newest figures are no longer current, or the server did not answer the last question. */
  isOld: boolean;
  /** When the newest figures arrived; null before any. */
  updatedAt: number | null;
  now: number;
  /** Writes a time of the day. */
  clock: (at: number) => string;
}

export interface StatusSentence {
  tone: Tone;
  /** What is wrong, in bold. */
  head: string;
  /** What follows it. */
  rest: string;
  /** The second line. */
  more: string;
}

const TONE: Record<StatusLevel, Tone> = { Calm: 'ok', Unknown: 'idle', Warning: 'warn', Critical: 'bad' };

const HOUR_MS = 3_600_000;

/** The sentence on top of the live view. It says that all is well only when the server has just said so. */
export function statusSentence({ status, isOld, updatedAt, now, clock }: StatusFacts): StatusSentence {
  if (isOld) {
    const at = updatedAt === null ? '' : ` The figures are from ${clock(updatedAt)}.`;
    const before = status && status.level !== 'Calm' && status.level !== 'Unknown' ? `Before: ${headOf(status)}.` : '';
    return { tone: 'warn', head: 'The state of the payments is not known.', rest: at, more: before };
  }
  if (!status) return { tone: 'idle', head: 'Loading the status…', rest: '', more: '' };
  return { tone: TONE[status.level], head: headOf(status), rest: restOf(status, now, clock), more: moreOf(status, clock) };
}

const headOf = ({ name, text }: StatusDto): string => (name === null ? text : `${name}: ${text}`);

function restOf({ level, since, until, details }: StatusDto, now: number, clock: (at: number) => string): string {
  const at = (time: string): string => clock(Date.parse(time));
  const isQuiet = level === 'Calm' || level === 'Unknown';
  // A calm time is long; its second does not matter.
  const start = since === null ? '' : isQuiet && now - Date.parse(since) > HOUR_MS ? at(since).slice(0, 5) : at(since);
  const time = since === null ? '' : until === null ? ` since ${start}` : ` from ${start} to ${at(until)}`;
  if (isQuiet) return `${time}. ${capital(details.join(', '))}.`;
  return [time, ...details.map(words)].join(' · ');
}

function moreOf({ level, moreIncidents, moreAlerts, incidents }: StatusDto, clock: (at: number) => string): string {
  if (level === 'Calm' || level === 'Unknown') {
    const ended = incidents.map(i => i.endedAt).find(at => at !== null);
    return ended ? `The last incident ended at ${clock(Date.parse(ended))}.` : 'No incident in the last hour.';
  }
  const parts = [numberOf(moreIncidents, 'more incident'), numberOf(moreAlerts, 'more alert')].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'Nothing else is open.';
}

const numberOf = (n: number, what: string): string => (n === 0 ? '' : `${count(n)} ${what}${n === 1 ? '' : 's'}`);
