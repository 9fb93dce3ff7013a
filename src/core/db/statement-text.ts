/** Where the words of a statement end and what stands behind them begins. */

/**
 * A statement without the semicolons, blanks and comments behind it, so that it can stand in brackets. Texts, quoted names
 * and dollar quotes are stepped over as DuckDB's scanner does (block comments nest).
 */
export function statementBody(sql: string): string {
  let end = 0;
  let at = 0;
  while (at < sql.length) {
    const next = tokenEnd(sql, at);
    if (!isFiller(sql, at)) end = next;
    at = next;
  }
  return sql.slice(0, end);
}

function isFiller(sql: string, at: number): boolean {
  const character = sql[at]!;
  return /\s/u.test(character) || character === ';' || sql.startsWith('--', at) || sql.startsWith('/*', at);
}

/** Where the text, name, comment or single character at `at` ends. */
function tokenEnd(sql: string, at: number): number {
  const character = sql[at];
  if (character === "'") return quotedEnd(sql, at, "'", isEscaped(sql, at));
  if (character === '"') return quotedEnd(sql, at, '"', false);
  if (character === '$') return dollarEnd(sql, at);
  if (sql.startsWith('--', at)) {
    const end = sql.slice(at).search(/[\r\n]/u);
    return end < 0 ? sql.length : at + end;
  }
  if (sql.startsWith('/*', at)) return commentEnd(sql, at);
  return at + 1;
}

/** `E'…'` has backslashes; another letter before the E makes it the end of a name. */
function isEscaped(sql: string, at: number): boolean {
  return /(?:^|[^\p{L}\p{N}_$])e$/iu.test(sql.slice(Math.max(0, at - 2), at));
}

function quotedEnd(sql: string, from: number, quote: string, escaped: boolean): number {
  for (let at = from + 1; at < sql.length; at++) {
    if (escaped && sql[at] === '\\') at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return sql.length;
}

function dollarEnd(sql: string, from: number): number {
  const tag = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(sql.slice(from, from + 200))?.[0];
  if (tag === undefined) return from + 1;
  const close = sql.indexOf(tag, from + tag.length);
  return close < 0 ? sql.length : close + tag.length;
}

function commentEnd(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (sql.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
}
