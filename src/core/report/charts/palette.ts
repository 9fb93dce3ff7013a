import type { Verdict } from '#shared/model/comparison.ts';
import type { PhaseKind } from '#shared/model/phases.ts';
import type { SeriesRole } from '../document/report-chart.ts';

/**
 * Colours on paper: the light theme of the product (docs/visual.md), with letters dark enough for 4.5:1. Lines also differ
 * in dash and width, so that a page can be read when it is printed in grey.
 */
export const INK = '#16191d';
export const INK_2 = '#4a525c';
export const INK_3 = '#5d6670';
export const GRID = '#e3e6ea';
export const AXIS = '#9aa3ad';
export const BAND = '#eceef0';
export const PAPER = '#ffffff';

export const seriesColours: Readonly<Record<SeriesRole, string>> = {
  baseline: '#0072b2',
  candidate: '#d55e00',
  p50: '#a27fcb',
  p90: '#946dc6',
  p95: '#7443ae',
  p99: '#2a0a57',
  throughput: '#0f7c8a',
  errors: '#c02b2b',
  users: '#68717c',
  other: '#8b939d',
};

/** Of letters and figures. */
export const seriesTextColours: Readonly<Record<SeriesRole, string>> = {
  ...seriesColours,
  baseline: '#0068a3',
  candidate: '#b04d00',
  p50: '#7a5aa3',
  p90: '#7d57ad',
  other: INK_3,
};

export const seriesDashes: Readonly<Record<SeriesRole, string | null>> = {
  baseline: '6 2.5',
  candidate: null,
  p50: '2.5 1.5',
  p90: '4 2',
  p95: null,
  p99: '8 2 2 2',
  throughput: null,
  errors: null,
  users: '3 2',
  other: '1.5 2',
};

export const seriesWidths: Readonly<Record<SeriesRole, number>> = {
  baseline: 1.5,
  candidate: 1.7,
  p50: 1.5,
  p90: 1.3,
  p95: 1.8,
  p99: 1.3,
  throughput: 1.5,
  errors: 1.5,
  users: 1.2,
  other: 1.2,
};

export const verdictColours: Readonly<Record<Verdict, string>> = {
  regressed: '#c02b2b',
  inconclusive: INK_3,
  improved: '#0b7a4b',
  'no-change': INK_2,
};

export const phaseColours: Readonly<Record<PhaseKind, string>> = {
  ramp: '#e9ecef',
  'warm-up': '#faecc2',
  steady: '#d9ece4',
  drift: '#eef0d8',
  spike: '#fadccb',
  recovery: '#e3e0f5',
  unjudged: '#e9ecef',
};
