import { figureText } from './figure-text.ts';
import type { HeapDocument, HeapSnapshotDocument } from './heap-document.ts';
import { oneLine, textTable } from './text-table.ts';

const DEFAULT_ROWS = 20;
const MAX_EVIDENCE = 4;

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  object: 'objects of the program',
  text: 'strings',
  code: 'code',
  system: 'runtime',
  native: 'native',
};

export function heapText(document: HeapDocument, top: number | null): string {
  const rows = top ?? DEFAULT_ROWS;
  const { snapshots, comparison, growth } = document;
  if (growth !== null) return growthText(document, rows);
  const parts = snapshots.map((snapshot) => snapshotText(snapshot, comparison === null ? rows : 5));
  if (comparison !== null) parts.push(comparisonText(comparison, rows));
  return parts.join('\n\n');
}

function snapshotText(snapshot: HeapSnapshotDocument, rows: number): string {
  const { classes, dominators, detachedDom, duplicateStrings, warnings } = snapshot;
  const parts = [
    headline(snapshot),
    `Of these: ${Object.entries(snapshot.families)
      .filter(([, bytes]) => bytes > 0)
      .map(([family, bytes]) => `${FAMILY_NAMES[family] ?? family} ${bytesText(bytes)}`)
      .join(', ')}.`,
    textTable(
      [left('class'), right('objects'), right('self'), right('retained')],
      classes
        .slice(0, rows)
        .map(({ name, count, selfBytes, retainedBytes }) => [
          oneLine(name),
          figureText(count),
          bytesText(selfBytes),
          retainedBytes === null ? '–' : bytesText(retainedBytes),
        ]),
    ),
  ];
  if (dominators !== null && dominators.length > 0) {
    parts.push(
      textTable(
        [left('holds most'), right('retained'), left('held by')],
        dominators
          .slice(0, rows)
          .map(({ name, id, retainedBytes, path }) => [
            oneLine(`${name} @${id}`),
            bytesText(retainedBytes),
            oneLine(path.slice(-4).join(' › '), 80),
          ]),
      ),
    );
  }
  if (detachedDom !== null && detachedDom.count > 0)
    parts.push(
      `Detached elements: ${figureText(detachedDom.count)}, retaining ${bytesText(detachedDom.retainedBytes)}.`,
    );
  if (duplicateStrings !== null && duplicateStrings.groups > 0)
    parts.push(
      `Duplicate strings: ${figureText(duplicateStrings.groups)} values exist more than once; copies take ${bytesText(duplicateStrings.wastedBytes)}.`,
    );
  for (const { message } of warnings) parts.push(`Note: ${message}`);
  return parts.join('\n\n');
}

function headline({ name, nodes, edges, selfBytes, classCount, format }: HeapSnapshotDocument): string {
  const objects = nodes === null ? '' : `, ${figureText(nodes)} objects, ${figureText(edges)} references`;
  return `${oneLine(name, 200)}: ${bytesText(selfBytes)}${objects}, ${figureText(classCount)} classes (${format})`;
}

function comparisonText(comparison: NonNullable<HeapDocument['comparison']>, rows: number): string {
  const { sameProcess, selfBytesDelta, classes, owners } = comparison;
  const process =
    sameProcess === true
      ? 'The snapshots are of one process: new and deleted objects are told apart by their ids.'
      : sameProcess === false
        ? 'The snapshots are of different processes: only sums can be compared.'
        : 'Whether the snapshots are of one process cannot be told: only sums are compared.';
  const changed = classes.filter(
    ({ countDelta, selfBytesDelta: bytes, created }) => countDelta !== 0 || bytes !== 0 || (created ?? 0) > 0,
  );
  return [
    `Difference: ${signed(selfBytesDelta, bytesText)}. ${process}`,
    textTable(
      [left('class'), right('new'), right('deleted'), right('objects'), right('self'), right('retained')],
      changed
        .slice(0, rows)
        .map((row) => [
          oneLine(row.name),
          figureText(row.created),
          figureText(row.deleted),
          signed(row.countDelta, figureText),
          signed(row.selfBytesDelta, bytesText),
          row.retainedBytesDelta === null ? '–' : signed(row.retainedBytesDelta, bytesText),
        ]),
    ),
    textTable(
      [left('held directly by'), right('self')],
      owners
        .filter((owner) => owner.selfBytesDelta !== 0)
        .slice(0, rows)
        .map((owner) => [oneLine(owner.name), signed(owner.selfBytesDelta, bytesText)]),
    ),
  ].join('\n\n');
}

function growthText({ snapshots, growth }: HeapDocument, rows: number): string {
  const { operations, series, noise, belowFloor, warnings } = growth!;
  const per = operations === null ? 'per snapshot' : 'per 1,000 operations';
  const scale = operations === null ? 1 : 1000;
  const shown = series.filter(({ verdict }) => verdict !== 'no-growth').slice(0, rows);
  const parts = [
    textTable(
      [left('snapshot'), right('operations'), right('size')],
      snapshots.map(({ name, selfBytes }, index) => [
        oneLine(name),
        figureText(operations?.[index] ?? null),
        bytesText(selfBytes),
      ]),
    ),
    shown.length === 0
      ? 'Nothing grows: of all series that are large enough, growth can be excluded.'
      : textTable(
          [left('verdict'), left('kind'), left('what'), left('counts'), right(`growth ${per}`)],
          shown.map((row) => [
            row.verdict,
            row.kind,
            oneLine(row.name),
            row.counts.map((count) => figureText(count)).join(' → '),
            row.kind === 'container'
              ? `${figureText(row.slopePerOperation * scale)} entries`
              : bytesText(row.slopePerOperation * scale),
          ]),
        ),
  ];
  for (const row of shown.filter(({ verdict }) => verdict === 'leak')) {
    const why = row.evidence.slice(0, MAX_EVIDENCE).map(({ message }) => `  ${message}`);
    const path =
      row.retainerPath.length === 0 ? [] : [`  Held by: ${oneLine(row.retainerPath.join(' → '), 400)}`];
    parts.push([`${oneLine(row.name)} (${row.kind}):`, ...why, ...path].join('\n'));
  }
  for (const { family, classes, bytes } of noise)
    parts.push(
      `Not judged: ${family} (${figureText(classes)} classes), ${bytes.map(bytesText).join(' → ')}.`,
    );
  if (belowFloor.series > 0)
    parts.push(
      `Too small to be judged: ${figureText(belowFloor.series)} series, together ${bytesText(belowFloor.bytes)}.`,
    );
  for (const { message } of warnings) parts.push(`Note: ${message}`);
  return parts.join('\n\n');
}

/** Decimal units, as everywhere in the product. */
function bytesText(bytes: number): string {
  const size = Math.abs(bytes);
  if (size < 1000) return `${Math.round(bytes)} B`;
  const power = Math.min(3, Math.floor(Math.log10(size) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB'][power]!}`;
}

function signed(value: number, text: (value: number) => string): string {
  return value > 0 ? `+${text(value)}` : text(value);
}

function left(title: string): { readonly title: string; readonly align: 'left' } {
  return { title, align: 'left' };
}

function right(title: string): { readonly title: string; readonly align: 'right' } {
  return { title, align: 'right' };
}
