export { numberLiteral, textLiteral } from '#shared/sql/literals.ts';
