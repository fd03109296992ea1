import type { DashboardMetricsDto, MetricsSeriesDto } from '../../contract.ts';

export const RANGES = { '5m': 300, '15m': 900, '1h': 3_600 } as const;
export type Range = keyof typeof RANGES;
const STEP: Record<Range, number> = { '5m': 1, '15m': 3, '1h': 10 };

type Column = (number | null)[];

const FIGURES = [
  'perSecond',
  'p50ProcessingMs',
  'p95ProcessingMs',
  'p99ProcessingMs',
  'successRate',
  'failed',
  'flagged',
  'queued',
  'inFlight',
] as const;
export type Figure = (typeof FIGURES)[number];

/** What completed, and of that the refunds, which are never taken off. */
const VOLUME_PARTS = ['completed', 'refunded'] as const;
export type VolumePart = (typeof VOLUME_PARTS)[number];

const volumeName = (currency: string, part: VolumePart): string => `volume ${currency} ${part}`;

/** The figures of the charts: the server gives the past, and each update appends a point. The columns change in place. */
export class Series {
  readonly at: number[] = [];
  private readonly columns = new Map<string, Column>(FIGURES.map(name => [name, []]));
  range: Range;

  constructor(range: Range) {
    this.range = range;
  }

  column(name: Figure): Column {
    return this.columns.get(name)!;
  }

  /**
   * The value of a column in the update that the tiles show; before the first update, the newest of the past. The column itself may end
   * later: the past from the server may be newer than the tiles, and an update is appended before it is painted.
   */
  newest(column: Column, shown: DashboardMetricsDto | null): number | null | undefined {
    if (shown === null) return column.at(-1);
    for (const [name, known] of this.columns) if (known === column) return valuesOf(shown).get(name);
    return null;
  }

  volume(currency: string, part: VolumePart): Column {
    const name = volumeName(currency, part);
    const known = this.columns.get(name);
    if (known) return known;
    const column: Column = this.at.map(() => null);
    this.columns.set(name, column);
    return column;
  }

  clear(range: Range): void {
    this.range = range;
    this.at.length = 0;
    for (const column of this.columns.values()) column.length = 0;
  }

  seed(series: MetricsSeriesDto): void {
    const newer = this.tail(series.at.at(-1) ?? 0);
    this.clear(this.range);
    this.at.push(...series.at);
    for (const name of FIGURES) this.column(name).push(...series[name]);
    for (const [name, column] of this.columns) if (name.startsWith('volume ')) column.push(...series.at.map(() => null));
    for (const volume of series.volumes)
      for (const part of VOLUME_PARTS)
        volume[part].forEach((value, i) => {
          this.volume(volume.currency, part)[i] = value;
        });
    for (const { at, values } of newer) this.put(at, values);
  }

  /** Appends an update. Within one step of the range, the newest update replaces the one before. */
  push(metrics: DashboardMetricsDto): void {
    for (const { currency } of metrics.lastMinute.volumes) for (const part of VOLUME_PARTS) this.volume(currency, part);
    this.put(Date.parse(metrics.computedAt) / 1000, valuesOf(metrics));
  }

  /** Interrupts the lines here: the chart does not connect the points before and after. */
  breakAt(at: number): void {
    const last = this.at.at(-1);
    if (last !== undefined && at > last) this.put(at, new Map());
  }

  private put(at: number, values: Map<string, number | null>): void {
    const last = this.at.at(-1);
    const step = STEP[this.range];
    if (last !== undefined && at <= last) return;
    const replaces =
      last !== undefined &&
      Math.floor(at / step) === Math.floor(last / step) &&
      values.size > 0 &&
      this.column('perSecond').at(-1) !== null;
    if (replaces) this.at[this.at.length - 1] = at;
    else this.at.push(at);
    for (const [name, column] of this.columns) {
      if (replaces) column[column.length - 1] = values.get(name) ?? null;
      else column.push(values.get(name) ?? null);
    }
    let old = 0;
    while (this.at[old]! < at - RANGES[this.range] - step) old++;
    if (old > 0) {
      this.at.splice(0, old);
      for (const column of this.columns.values()) column.splice(0, old);
    }
  }

  private tail(after: number): { at: number; values: Map<string, number | null> }[] {
    const points = [];
    for (let i = 0; i < this.at.length; i++) {
      if (this.at[i]! <= after) continue;
      points.push({ at: this.at[i]!, values: new Map([...this.columns].map(([name, column]) => [name, column[i] ?? null])) });
    }
    return points;
  }
}

/** The point of an update: its value for each column. */
function valuesOf(metrics: DashboardMetricsDto): Map<string, number | null> {
  const minute = metrics.lastMinute;
  const some = minute.count > 0;
  const values = new Map<string, number | null>([
    ['perSecond', metrics.transactionsPerSecond],
    ['p50ProcessingMs', some ? minute.p50ProcessingMs : null],
    ['p95ProcessingMs', some ? minute.p95ProcessingMs : null],
    ['p99ProcessingMs', some ? minute.p99ProcessingMs : null],
    ['successRate', some ? minute.successRate : null],
    ['failed', minute.failed],
    ['flagged', minute.flagged],
    ['queued', metrics.queued],
    ['inFlight', metrics.inFlight],
  ]);
  for (const volume of minute.volumes) for (const part of VOLUME_PARTS) values.set(volumeName(volume.currency, part), volume[part]);
  return values;
}
