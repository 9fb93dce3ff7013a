import {
  labelRulesDocument,
  type LabelGroup,
  type LabelPreview,
  type LabelRule,
  type RunLabels,
} from '#shared/model/label-rules.ts';
import type { LabelsOptions } from './arguments.ts';
import { readLabelRules } from './label-rules-file.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Terminal } from './terminal.ts';
import { oneLine, textTable } from './text-table.ts';
import { exitCodes } from './usage.ts';

const MAX_JSON_GROUPS = 1000;
const MAX_TEXT_GROUPS = 20;

/** `labels --json`, version 1: fields may be added, never renamed or removed. See docs/cli.md. */
interface LabelsDocument {
  readonly schema: 'loadstone/labels/1';
  /** False for a preview. */
  readonly applied: boolean;
  readonly rules: readonly LabelRule[];
  readonly runs: readonly Omit<RunLabels, 'runId'>[];
  readonly labels: readonly (Omit<LabelGroup, 'runId'> & { readonly run: string })[];
  readonly labelCount: number;
}

/** @returns the exit code */
export async function runLabels(
  { client }: LocalEngine,
  options: LabelsOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const stored = await client.call('labels.rules', {});
  if (options.act === 'export') {
    terminal.print(labelRulesDocument(stored));
    return exitCodes.done;
  }
  const chosen = options.rules === null ? null : await readLabelRules(options.rules);
  const rules = [...(options.act === 'clear' ? [] : (chosen ?? stored))];
  const limit = options.json ? MAX_JSON_GROUPS : MAX_TEXT_GROUPS;
  const preview = await client.call('labels.preview', { rules, runId: null, limit }, { signal });
  const applies = options.act === 'clear' || options.act === 'apply';
  if (applies) await client.call('labels.apply', { rules }, { signal });
  const document = documentOf(rules, preview, applies || options.act === 'show');
  terminal.print(options.json ? JSON.stringify(document, null, 2) : toText(document));
  return exitCodes.done;
}

function documentOf(rules: readonly LabelRule[], preview: LabelPreview, applied: boolean): LabelsDocument {
  const nameOf = new Map(preview.runs.map(({ runId, name }) => [runId, name]));
  return {
    schema: 'loadstone/labels/1',
    applied,
    rules,
    runs: preview.runs.map(({ name, names, labelsBefore, labelsAfter, untouched, keptApart }) => ({
      name,
      names,
      labelsBefore,
      labelsAfter,
      untouched,
      keptApart,
    })),
    labels: preview.groups.map(({ runId, ...group }) => ({ run: nameOf.get(runId) ?? '', ...group })),
    labelCount: preview.groupCount,
  };
}

function toText({ applied, rules, runs, labels, labelCount }: LabelsDocument): string {
  const parts = [rulesInWords(rules, applied)];
  if (runs.length > 0) {
    parts.push(
      textTable(
        [
          { title: 'Run', align: 'left' },
          { title: 'Names in the files', align: 'right' },
          { title: 'Labels before', align: 'right' },
          { title: 'after', align: 'right' },
        ],
        runs.map((run) => [
          oneLine(run.name),
          count(run.names),
          count(run.labelsBefore),
          count(run.labelsAfter),
        ]),
      ),
    );
  }
  if (labels.length > 0) parts.push(labelTable(labels, labelCount));
  for (const { name, keptApart } of runs) {
    if (keptApart === 0) continue;
    parts.push(
      `Note: ${oneLine(name)} is a report, whose percentiles cannot be put together: ${count(keptApart)} of its names stay apart.`,
    );
  }
  return parts.join('\n\n');
}

function rulesInWords(rules: readonly LabelRule[], applied: boolean): string {
  if (rules.length === 0) return 'No rules: labels are the names in the files.';
  const lines = rules.map((rule, index) => {
    const what =
      rule.kind === 'builtin'
        ? 'numbers, UUIDs, hashes and tokens in paths become {id}'
        : `${rule.pattern} becomes ${rule.replacement === '' ? 'nothing' : rule.replacement}`;
    return `  ${index + 1}. ${oneLine(what, 120)}${rule.enabled ? '' : ' (off)'}`;
  });
  return [applied ? 'Rules:' : 'Preview, nothing is changed. Rules:', ...lines].join('\n');
}

function labelTable(labels: LabelsDocument['labels'], labelCount: number): string {
  const table = textTable(
    [
      { title: 'Label', align: 'left' },
      { title: 'Names', align: 'right' },
      { title: 'Samples', align: 'right' },
      { title: 'For example', align: 'left' },
    ],
    labels.map(({ label, names, samples, examples }) => [
      oneLine(label),
      count(names),
      count(samples),
      oneLine(examples[0] ?? ''),
    ]),
  );
  const more = labelCount - labels.length;
  return more > 0
    ? `${table}\n… and ${count(more)} more labels that differ from the names (--json has more)`
    : table;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
