import { useMemo } from 'react';
import type { ProfileFunctions } from '#shared/model/profile.ts';
import { matchFunctions, type FunctionMatches } from '../../charts/flame/function-search.ts';
import { parseRowFilter } from '../../panels/transaction-table/row-filter.ts';

export interface FunctionSearch {
  /** Null: nothing is searched. */
  readonly matches: FunctionMatches | null;
  readonly problem: string | null;
}

/** What a typed search finds among the functions of an answer. */
export function useFunctionSearch(typed: string, functions: ProfileFunctions | null): FunctionSearch {
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  return useMemo(() => {
    if (filter.kind === 'wrong') return { matches: null, problem: filter.problem };
    if (filter.kind === 'all' || functions === null) return { matches: null, problem: null };
    return { matches: matchFunctions(functions, filter.test), problem: null };
  }, [filter, functions]);
}
