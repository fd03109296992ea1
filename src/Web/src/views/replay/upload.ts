import type { ReplayDto, ReplayState } from '../../contract.ts';
import { count } from '../../lib/format.ts';
import type { Tone } from '../../parts/icon.tsx';

/** The choice of a mapping that the viewer writes; every other choice is the name of a mapping of the program. */
export const OWN = '';

export interface Choice {
  mapping: string;
  /** The text of the viewer's own mapping. */
  own: string;
  sort: boolean;
}

/** As much of a file as a preview needs. A file that is compressed is sent whole. */
const PREVIEW_BYTES = 1_000_000;

/** What is missing before the files can be sent; null when nothing is. */
export function missing(files: readonly Blob[], choice: Choice): string | null {
  if (files.length === 0) return 'Choose a file first.';
  if (choice.mapping === OWN && choice.own.trim() === '') return 'Choose a mapping, or write one.';
  return null;
}

/** The address of a call that sends files. */
export function address(action: 'start' | 'preview', choice: Choice): string {
  const query = new URLSearchParams();
  if (choice.mapping !== OWN) query.set('mapping', choice.mapping);
  if (action === 'start' && choice.sort) query.set('sort', 'true');
  const path = action === 'start' ? '/api/v1/replays' : '/api/v1/replays/preview';
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** The body of a call that sends files. */
export function form(files: readonly File[], choice: Choice): FormData {
  const data = new FormData();
  if (choice.mapping === OWN && choice.own.trim() !== '') data.append('ownMapping', choice.own);
  for (const file of files) data.append('file', file, file.name);
  return data;
}

/** The first whole lines of a large file, for a preview. */
export async function beginning(file: File, bytes: number = PREVIEW_BYTES): Promise<File> {
  if (file.size <= bytes || file.name.toLowerCase().endsWith('.gz')) return file;
  const start = new Uint8Array(await file.slice(0, bytes).arrayBuffer());
  const end = start.lastIndexOf(0x0a) + 1;
  return end === 0 ? file : new File([start.slice(0, end)], file.name);
}

export const isUnderWay = (replay: ReplayDto): boolean => replay.endedAt === null;

/** How much of the files has been read, from 0 to 1; null when that is not known yet. */
export function share(replay: ReplayDto): number | null {
  if (replay.state === 'Finished') return 1;
  return replay.bytes > 0 ? Math.min(1, replay.bytesRead / replay.bytes) : null;
}

export function tone(replay: ReplayDto): Tone {
  const tones: Record<ReplayState, Tone> = {
    Receiving: 'info',
    Running: 'info',
    Finished: replay.rejected > 0 ? 'warn' : 'ok',
    Cancelled: 'idle',
    Stopped: 'idle',
    Failed: 'bad',
  };
  return tones[replay.state];
}

/** The figures of a replay in a sentence. */
export function figures(replay: ReplayDto): string {
  const parts = [
    `${count(replay.rows)} rows read`,
    `${count(replay.accepted)} accepted`,
    `${count(replay.duplicates)} duplicates`,
    `${count(replay.rejected)} rejected`,
  ];
  if (replay.leftOut > 0) parts.push(`${count(replay.leftOut)} left out by the mapping`);
  if (replay.blank > 0) parts.push(`${count(replay.blank)} blank`);
  return `${parts.join(', ')}.`;
}
