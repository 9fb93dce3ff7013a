import { describe, expect, it } from 'vitest';
import { holds, parseThreshold } from './threshold-expression.ts';

describe('parseThreshold', () => {
  it.each([
    ['p(95)<400', { kind: 'percentile', percentile: 95 }, '<', 400],
    ['p(99.9) <= 1.5', { kind: 'percentile', percentile: 99.9 }, '<=', 1.5],
    ['p(.5)>0', { kind: 'percentile', percentile: 0.5 }, '>', 0],
    ['  avg  >=  +20 ', { kind: 'avg' }, '>=', 20],
    ['med===1e3', { kind: 'med' }, '===', 1000],
    ['min == .25', { kind: 'min' }, '==', 0.25],
    ['max!=-5.', { kind: 'max' }, '!=', -5],
    ['count>1E-2', { kind: 'count' }, '>', 0.01],
    ['rate<0.01', { kind: 'rate' }, '<', 0.01],
    ['value>1', { kind: 'value' }, '>', 1],
  ])('reads %s', (text, aggregation, operator, limit) => {
    expect(parseThreshold(text)).toEqual({ aggregation, operator, limit });
  });

  it.each([
    '',
    'p(95)',
    'p()<1',
    'p(95<1',
    'p(101)<1',
    'p(-1)<1',
    'P(95)<1',
    'AVG<1',
    'mean<1',
    'avg=<1',
    'avg<x',
    'avg<1 and more',
    'avg<1e',
  ])('refuses "%s", as k6 does', (text) => {
    expect(parseThreshold(text)).toBeNull();
  });
});

describe('holds', () => {
  it.each([
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['==', [false, true, false]],
    ['===', [false, true, false]],
    ['!=', [true, false, true]],
  ])('compares with %s', (operator, expected) => {
    const threshold = parseThreshold(`avg${operator}2`)!;
    expect([1, 2, 3].map((value) => holds(threshold, value))).toEqual(expected);
  });
});
