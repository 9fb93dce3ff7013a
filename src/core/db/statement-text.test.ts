import { expect, it } from 'vitest';
import { statementBody } from './statement-text.ts';

it.each([
  ['SELECT 1', 'SELECT 1'],
  ['SELECT 1 ; \n;', 'SELECT 1'],
  ['SELECT 1; -- one; two', 'SELECT 1'],
  ['SELECT 1 -- one', 'SELECT 1'],
  ['-- first\nSELECT 1', '-- first\nSELECT 1'],
  ['SELECT 1; /* a /* nested */ ; */ ;', 'SELECT 1'],
  [`SELECT ';--' ;`, `SELECT ';--'`],
  [`SELECT 'it''s;' -- x`, `SELECT 'it''s;'`],
  [`SELECT E'\\';' ; -- '`, `SELECT E'\\';'`],
  [`SELECT name'\\' ; -- '`, `SELECT name'\\'`],
  [`SELECT "a;--b" ;`, `SELECT "a;--b"`],
  ['SELECT $$ ; -- $$ ;', 'SELECT $$ ; -- $$'],
  ['SELECT $tag$ $$ ; $tag$ ; -- $tag$', 'SELECT $tag$ $$ ; $tag$'],
  ['SELECT 1; /* never ends ', 'SELECT 1'],
  [`SELECT 'never ends ;`, `SELECT 'never ends ;`],
  [' ; -- nothing', ''],
  ['', ''],
])('of %j is %j', (sql, body) => {
  expect(statementBody(sql)).toBe(body);
});

it('is found in time that grows with the statement', () => {
  const long = `SELECT ${'1 + '.repeat(24_000)}1 ${'; -- x\n'.repeat(300)}`;
  const begun = performance.now();
  expect(statementBody(long).endsWith('1 + 1')).toBe(true);
  expect(performance.now() - begun).toBeLessThan(1000);
});
