import type { FindingSeverity } from '#shared/model/finding.ts';
import type { Verdict } from '#shared/model/comparison.ts';
import type { GateOutcome } from '#shared/model/gates.ts';
import type { PageSize, Readiness, ReportSection } from '#shared/model/report.ts';
import type { ReportChart } from './report-chart.ts';

/**
 * What a report says, as data: one tree from which HTML (and with it PDF) and Markdown are written. Texts are final:
 * figures are formatted, nothing is computed behind this.
 */
export interface ReportDocument {
  readonly title: string;
  /** What is compared with what, in a line or two. */
  readonly subtitle: readonly Inline[];
  readonly meta: DocumentMeta;
  readonly sections: readonly DocumentSection[];
}

export interface DocumentMeta {
  readonly language: string;
  readonly pageSize: PageSize;
  /** `#rrggbb`; null: the accent of the product. */
  readonly accent: string | null;
  /** A data URL; null: the mark of Loadstone. */
  readonly logo: string | null;
  readonly author: string;
  readonly workspace: string;
  readonly version: string;
  /** `2026-03-14 14:06 UTC` */
  readonly printedAt: string;
  readonly printedAtUs: number;
  /** Start and end of the digest over all source files; null without sources. */
  readonly digest: string | null;
}

export interface DocumentSection {
  /** Anchor, unique in the document: letters, digits and hyphens. */
  readonly id: string;
  readonly kind: ReportSection;
  /** Of a finding: its place, `1`. */
  readonly number: string | null;
  readonly title: string;
  /** For the head of the page: `Finding 1`. */
  readonly running: string;
  readonly findingId: string | null;
  readonly startsPage: boolean;
  readonly blocks: readonly Block[];
}

export const tones = ['plain', 'quiet', 'good', 'bad', 'warn', 'unknown', 'a', 'b'] as const;
export type Tone = (typeof tones)[number];

/** Signs that stand before a word, never instead of it. */
export type Sign = Verdict | GateOutcome | FindingSeverity | 'signed' | 'note';

export interface Inline {
  readonly text: string;
  readonly strong?: boolean;
  /** Code, frames, ids, digests. */
  readonly mono?: boolean;
  readonly tone?: Tone;
  readonly sign?: Sign;
  /** Anchor within the document. */
  readonly link?: string;
}

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly tone?: Tone;
  /** Share of the width; null or left out: what is left, evenly. */
  readonly share?: number;
}

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
  /** Cells are cut to one line. */
  readonly oneLine: boolean;
}

export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  /** Change against the baseline, or what the figure is of. */
  readonly note: readonly Inline[];
}

export type Block =
  | {
      readonly kind: 'paragraph';
      readonly text: readonly Inline[];
      /** No page ends behind it. */
      readonly keep?: boolean;
    }
  | { readonly kind: 'heading'; readonly text: string; readonly level: 3 | 4 }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'facts';
      readonly rows: readonly (readonly [name: string, value: readonly Inline[]])[];
    }
  | {
      readonly kind: 'table';
      readonly title: string;
      /** The heading above says what `title` says. */
      readonly titled: boolean;
      readonly table: Table;
      readonly note: readonly Inline[];
    }
  | {
      readonly kind: 'decision';
      readonly readiness: Readiness;
      readonly title: string;
      readonly text: string;
    }
  | { readonly kind: 'figures'; readonly figures: readonly KeyFigure[] }
  | {
      readonly kind: 'chart';
      readonly number: number;
      readonly title: string;
      /** The heading above says what `title` says. */
      readonly titled: boolean;
      readonly caption: string;
      readonly chart: ReportChart;
      /** The figures behind it, for those who cannot see it. */
      readonly table: Table;
    }
  | {
      readonly kind: 'picture';
      readonly number: number;
      readonly caption: string;
      readonly selection: string;
      /** `data:image/png;base64,…` */
      readonly source: string;
    }
  | { readonly kind: 'columns'; readonly columns: readonly (readonly Block[])[] }
  | { readonly kind: 'contents'; readonly entries: readonly ContentsEntry[] };

export interface ContentsEntry {
  readonly anchor: string;
  readonly text: readonly Inline[];
  readonly indented: boolean;
}

/** A text without marks. */
export function plain(text: string): readonly Inline[] {
  return text === '' ? [] : [{ text }];
}

export function textOf(inlines: readonly Inline[]): string {
  return inlines.map(({ text }) => text).join('');
}
