import type { sqlMethods } from '#shared/contract/sql-methods.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { listDocumentedTables } from '../db/documented/documented-tables.ts';
import { savedAnswer } from '../export/saved-answer.ts';
import { forgetStatements, rememberStatement, statementHistory } from '../workspace/statement-history.ts';
import type { HandlerContext } from './context.ts';

/** Statements that a person types. */
export function queryingHandlers({ session }: HandlerContext): Pick<EngineHandlers, keyof typeof sqlMethods> {
  const database = () => session.workspace.database;
  return {
    'sql.run': ({ sql, ...bounds }, { signal }) => database().runReadOnly(sql, bounds, signal),
    'sql.save': ({ sql, format }, { signal }) => savedAnswer(database(), sql, format, signal),
    'sql.tables': () => listDocumentedTables(database()),
    // No figure follows from these, and no other view shows them: nothing is announced.
    'sql.history': () => statementHistory(database()),
    'sql.remember': ({ sql }) => rememberStatement(database(), sql),
    'sql.forget': ({ sql }) => forgetStatements(database(), sql),
  };
}
