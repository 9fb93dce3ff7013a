/** What is said of a relation of docs/tables.md: beside the SQL console, and in the schema of an exported data set. */
export interface TableText {
  readonly name: string;
  /** What one row is. */
  readonly about: string;
  readonly columns: Readonly<Record<string, string>>;
}
