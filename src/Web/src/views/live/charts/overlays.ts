import type uPlot from 'uplot';
import type { MetricsBucketsDto, StatusDto } from '../../../contract.ts';
import type { Span } from '../address.ts';
import { type Band, completeLength, endOf } from './columns.ts';

/** What is drawn under and over the figures. */
export interface Overlays {
  data: MetricsBucketsDto;
  status: StatusDto | null;
  /** The span that is explained. */
  span: Span | null;
  usual: (Band | null)[];
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const seconds = (time: string): number => Date.parse(time) / 1000;

/** The usual band, the time of each incident, and the span that the viewer has selected. */
export function drawUnder(plot: uPlot, { data, status, span, usual }: Overlays): void {
  const { ctx } = plot;
  ctx.save();
  clip(plot);
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = token('--text3');
  usual.forEach((band, i) => {
    if (!band) return;
    const [left, right] = [plot.valToPos(data.at[i]!, 'x', true), plot.valToPos(data.at[i]! + data.bucketSeconds, 'x', true)];
    const [top, bottom] = [plot.valToPos(band.high, 'y', true), plot.valToPos(band.low, 'y', true)];
    ctx.fillRect(left, top, right - left, bottom - top);
  });
  for (const { from, to } of timesOf(status, endOf(data))) shade(plot, from, to, '--bad');
  if (span) shade(plot, span.from / 1000, span.to / 1000, '--accent');
  ctx.restore();
}

/** The times in which payments failed or were missing, in seconds; those that overlap are one. */
export function timesOf(status: StatusDto | null, end: number): { from: number; to: number }[] {
  const times = (status?.incidents ?? [])
    .filter(({ measure }) => measure === 'FailureRate' || measure === 'Silence')
    .map(({ beganAt, endedAt }) => ({ from: seconds(beganAt), to: endedAt === null ? end : seconds(endedAt) }))
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const time of times) {
    const last = joined.at(-1);
    if (last && time.from <= last.to) last.to = Math.max(last.to, time.to);
    else joined.push(time);
  }
  return joined;
}

function shade(plot: uPlot, from: number, to: number, color: string): void {
  const { ctx, bbox } = plot;
  const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
  ctx.fillStyle = token(color);
  ctx.globalAlpha = 0.14;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 0.9;
  ctx.fillRect(left, bbox.top, devicePixelRatio, bbox.height);
}

/** The bucket that is still running is hatched: its figures will grow. */
export function drawOver(plot: uPlot, { data }: Overlays): void {
  if (completeLength(data) === data.at.length) return;
  const { ctx, bbox } = plot;
  const left = plot.valToPos(data.at.at(-1)!, 'x', true);
  const right = plot.valToPos(endOf(data), 'x', true);
  ctx.save();
  clip(plot);
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = token('--text3');
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  const gap = 6 * devicePixelRatio;
  for (let x = left - bbox.height; x < right; x += gap) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

function clip({ ctx, bbox }: uPlot): void {
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
}
