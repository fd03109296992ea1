export interface Line {
  name: string;
  color: string;
  dash?: number[];
  column: () => (number | null)[];
}

export interface ChartDefinition {
  id: string;
  title: string;
  unit: string;
  lines: Line[];
  /** Writes the labels of the value axis, which are short. */
  format: (value: number) => string;
  /** Writes a value as the tile of the same figure does. */
  exact: (value: number) => string;
  /** The value axis begins at zero. */
  zeroBased: boolean;
  /** Draws critical alerts as marks on the time axis. */
  marksAlerts?: boolean;
}

/** A range of time that the viewer has selected in a chart, in milliseconds. */
export interface Selection {
  from: number;
  to: number;
}
