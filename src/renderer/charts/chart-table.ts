/** The numbers behind a chart, for those who cannot or do not want to read a picture. */
export interface ChartTable {
  readonly rowCount: number;
  readonly columns: readonly ChartColumn[];
}

export interface ChartColumn {
  readonly id: string;
  readonly header: string;
  /** NaN: no value. */
  readonly value: (row: number) => number;
  readonly text: (value: number) => string;
  /** Exact, for copies; the shortest text of the number unless given. */
  readonly copy?: (value: number) => string;
  /** Unit of the copied value where it differs from the one shown. */
  readonly copyHeader?: string;
}
