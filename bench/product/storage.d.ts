/** What the benches use of the product's storage. */

import type { DuckDBConnection } from '@duckdb/node-api';

/** @public */
export declare class Database {
  static open(
    path: string,
    options: {
      readonly memoryLimitBytes: number;
      readonly threads: number;
      readonly tempDirectory: string;
    },
  ): Promise<Database>;
  connect(): Promise<DuckDBConnection>;
  execute(sql: string): Promise<void>;
  close(): void;
}

export interface StoredColumn {
  readonly type: 'i32' | 'i64' | 'f64' | 'bool' | 'timestamp';
  readonly values: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  readonly valid: Uint8Array<ArrayBuffer> | null;
}

export interface StoredBatch {
  readonly table: 'samples' | 'points';
  readonly rows: number;
  readonly columns: Readonly<Record<string, StoredColumn>>;
}

/** @public */
export declare class SourceWriter {
  constructor(connection: DuckDBConnection, sourceId: number);
  appendRows(batch: StoredBatch): Promise<void>;
  close(): void;
}

export interface ByteSource {
  close(): Promise<void>;
}

/** @public */
export declare function openFileSource(path: string, name: string): Promise<ByteSource>;

export interface Importer {
  readonly id: string;
}

/** @public */
export declare const importers: readonly Importer[];

export type ReadMessage =
  | { readonly kind: 'rows'; readonly batch: StoredBatch }
  | {
      readonly kind:
        'texts' | 'outcomes' | 'tag-sets' | 'transactions' | 'metrics' | 'detected' | 'format' | 'progress';
    };

/** @public */
export declare function readSource(
  source: ByteSource,
  importers: readonly Importer[],
  job: {
    readonly format: string | null;
    readonly options: { readonly timeZone: string };
    readonly firstTextId: number;
    readonly firstTagSetId: number;
    readonly firstOutcomeId: number;
    readonly digest: boolean;
  },
  output: { post(message: ReadMessage): void; drained(): Promise<void> },
  signal: AbortSignal,
): Promise<unknown>;
