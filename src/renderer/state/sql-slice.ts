import type { SetState } from './store.ts';

export interface SqlSlice {
  /** What stands in the editor. */
  readonly draft: string;
  /** What was last asked for, told apart from the same asked again; null: nothing, or it was cancelled. */
  readonly asked: { readonly sql: string; readonly turn: number } | null;
}

export interface SqlActions {
  /** Shows the console with a statement and runs it. */
  readonly openSql: (statement: string) => void;
  readonly setSqlDraft: (draft: string) => void;
  readonly runSql: (statement: string) => void;
  /** Nothing is asked for any more; what stands in the editor stays. */
  readonly cancelSql: () => void;
}

export const initialSql: SqlSlice = { draft: '', asked: null };

export function createSqlActions(set: SetState): SqlActions {
  const run = (sql: string, before: SqlSlice): SqlSlice['asked'] => ({
    sql,
    turn: (before.asked?.turn ?? 0) + 1,
  });
  return {
    openSql: (statement) =>
      set((state) => {
        state.sql = { draft: statement, asked: run(statement, state.sql) };
        state.layout.view = 'sql';
      }),
    setSqlDraft: (draft) =>
      set((state) => {
        state.sql.draft = draft;
      }),
    runSql: (statement) =>
      set((state) => {
        state.sql.asked = run(statement, state.sql);
      }),
    cancelSql: () =>
      set((state) => {
        state.sql.asked = null;
      }),
  };
}
