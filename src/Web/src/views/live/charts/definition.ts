import type { MetricsBucketsDto } from '../../../contract.ts';
import type { Band, Column } from './columns.ts';

/** A part of a chart in its place; an empty place has no name and no values. */
export interface Part {
  name: string;
  /** What the legend says. */
  values: Column;
  /** What is drawn: of a stack, the sum up to this part. */
  drawn: Column;
}

export interface ChartDefinition {
  id: string;
  title: string;
  unit: (data: MetricsBucketsDto) => string;
  kind: 'steps' | 'bars';
  /** A colour for each place. */
  colors: readonly string[];
  /** As many as there are colours. */
  parts: (data: MetricsBucketsDto) => Part[];
  /** Writes the labels of the value axis. */
  format: (value: number) => string;
  /** Writes a value of a bucket. */
  exact: (value: number, data: MetricsBucketsDto, at: number) => string;
  /** The distances between labels of the value axis that look round. */
  increments: number[];
  /** The ends of the value axis. */
  limits: (data: MetricsBucketsDto) => [number, number];
  /** What is usual in a bucket; null when that is not known. */
  usual: (data: MetricsBucketsDto) => (Band | null)[];
}
