import { NO_FIGURES, type NewReport } from '../aggregates.ts';
import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';

/**
 * A format for tests of reports: `#report` and lines of `label samples failures mean p95`, where the label `*` is the
 * total and `@<second>` before a label makes the line an interval of one second. Files `<run>_<part>.report` are one run.
 */
export function createReportImporter(extra: NewReport = {}): Importer {
  return {
    id: 'report',
    label: 'Report',
    tool: 'reporter',
    toolLabel: 'Reporter',
    describes: 'figures',
    group: 'load',
    runNameOf: (name) => /^(.*)_[a-z]+\.report$/u.exec(name)?.[1] ?? null,
    probe: ({ text }) =>
      text.startsWith('#report') ? { score: 1, reasons: ['begins with #report'] } : NOT_THIS_FORMAT,
    open: ({ emit }) =>
      new DocumentReader((bytes) => {
        const lines = new TextDecoder().decode(bytes).trim().split('\n').slice(1);
        const labels = new Map<string, number>();
        for (const line of lines) {
          const [, label] = /^(?:@\d+ )?(\S+)/u.exec(line)!;
          if (label === '*' || labels.has(label!)) continue;
          emit.transactions([{ localId: labels.size, name: label!, kind: 'request', method: null }]);
          labels.set(label!, labels.size);
        }
        emit.report({
          ...extra,
          aggregates: lines.map((line) => {
            const [, second, label, samples, failures, mean, p95] =
              /^(?:@(\d+) )?(\S+) (\d+) (\d+) (\d+) (\d+)$/u.exec(line)!;
            return {
              transaction: label === '*' ? null : labels.get(label!)!,
              interval:
                second === undefined
                  ? null
                  : { startUs: Number(second) * 1e6, durationMs: 1000, activeUsers: 7 },
              figures: {
                ...NO_FIGURES,
                samples: Number(samples),
                failures: Number(failures),
                minMs: 1,
                meanMs: Number(mean),
                maxMs: 10 * Number(p95),
                percentilesMs: [[95, Number(p95)] as const],
              },
            };
          }),
        });
        return {
          rows: lines.length,
          firstInstantUs: null,
          lastInstantUs: null,
          clockTickMs: 1,
          toolVersion: null,
          warnings: [],
          properties: {},
        };
      }),
  };
}
