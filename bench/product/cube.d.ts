/** What the benches use of the window's cube. */

/** As the engine sends it: sparse. */
export interface LatencyCube {
  readonly binMs: number;
  readonly binCount: number;
  readonly transactionIds: readonly number[];
  readonly cells: { readonly rowCount: number };
}

export interface DenseCube {
  readonly binMs: number;
  readonly binCount: number;
  readonly transactionCount: number;
  readonly counted: Uint8Array;
  readonly sums: Uint32Array;
}

export interface BinRange {
  readonly from: number;
  readonly to: number;
}

export interface CubeSelection {
  readonly range: BinRange;
  readonly outcome: 'all' | 'ok' | 'failed';
  readonly counted: Uint8Array;
}

export interface CubeEstimator {
  figures(selection: CubeSelection): {
    readonly total: { readonly samples: number; readonly percentilesMs: Float64Array };
  };
  curve(selection: CubeSelection): { readonly samples: number; readonly valueMs: Float64Array };
}

/** @public */
export declare function buildLatencyCubeAtOnce(sparse: LatencyCube): DenseCube;
/** @public */
export declare function createCubeEstimator(cube: DenseCube, percentiles: readonly number[]): CubeEstimator;
/** @public */
export declare function binsOfSpan(
  cube: DenseCube,
  span: { readonly fromMs: number; readonly toMs: number } | null,
): BinRange;
