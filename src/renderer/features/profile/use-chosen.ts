import { useCallback, useState } from 'react';
import { textAt } from '#shared/contract/columns.ts';
import type { FunctionPlace, ProfileFunctions } from '#shared/model/profile.ts';
import { NO_NODE, ROOT } from '../../charts/flame/flame-geometry.ts';
import { placeOf } from './function-words.ts';

/** What was chosen last. */
export interface Chosen {
  /** Null: everything, the box above all others. */
  readonly place: FunctionPlace | null;
  readonly module: string | null;
  /** The tree that the box is in; null: a function, not one of its boxes. */
  readonly in: object | null;
  readonly node: number;
}

export interface ChosenState {
  readonly chosen: Chosen | null;
  /** The function that keys and menus are about; null: none. */
  readonly place: FunctionPlace | null;
  /** The chosen box of this tree; `NO_NODE` where it is in another one, or none. */
  readonly nodeIn: (tree: object | null) => number;
  readonly chooseFunction: (functions: ProfileFunctions, row: number) => void;
  readonly chooseBox: (tree: object, functions: ProfileFunctions, of: Int32Array, node: number) => void;
  readonly clear: () => void;
}

/** One choice for all parts of a screen. A function survives that trees are asked for again; a box does not. */
export function useChosen(): ChosenState {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const chooseFunction = useCallback(
    (functions: ProfileFunctions, row: number) =>
      setChosen({
        place: placeOf(functions, row),
        module: textAt(functions.module, row),
        in: null,
        node: NO_NODE,
      }),
    [],
  );
  const chooseBox = useCallback((tree: object, functions: ProfileFunctions, of: Int32Array, node: number) => {
    if (node === NO_NODE) setChosen(null);
    else if (node === ROOT) setChosen({ place: null, module: null, in: tree, node });
    else {
      const row = of[node]!;
      setChosen({ place: placeOf(functions, row), module: textAt(functions.module, row), in: tree, node });
    }
  }, []);
  return {
    chosen,
    place: chosen?.place ?? null,
    nodeIn: (tree) => (tree !== null && chosen?.in === tree ? chosen.node : NO_NODE),
    chooseFunction,
    chooseBox,
    clear: useCallback(() => setChosen(null), []),
  };
}
