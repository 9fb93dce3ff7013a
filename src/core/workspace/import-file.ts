import { AppError } from '#shared/contract/errors.ts';
import type { ImportFile } from '#shared/contract/engine.ts';
import type { SourceKind } from '#shared/model/run.ts';
import type { Importer } from '../import/importer.ts';
import type { ByteSource } from '../io/byte-source.ts';
import type { RegisteredFile } from '../io/file-registry.ts';
import { replayedSource } from '../io/replayed-source.ts';
import { attachmentImport, type AttachmentEnvironment, type ImportedSource } from './attachments.ts';
import { knownMappings } from './column-mappings.ts';
import { detectFile, kindOfFormat } from './detection.ts';
import type { ImportHooks } from './storing.ts';

/** Id of the importer of plain tables: only they are mapped. */
const PLAIN_CSV = 'plain-csv';

export interface FileImport {
  readonly file: RegisteredFile;
  readonly source: ByteSource;
  readonly request: ImportFile;
  /** Zone of time stamps without one. */
  readonly timeZone: string;
  readonly importers: readonly Importer[];
}

/**
 * Finds out what a file is, and imports it as that: results of a load test, profiles, or a heap snapshot.
 * @throws {AppError} `file-*`, `bad-request`, `disk-full`, `read-only`, `cancelled`
 */
export async function importFile(
  environment: AttachmentEnvironment,
  { file, source, request, timeZone, importers }: FileImport,
  hooks: ImportHooks,
  signal: AbortSignal,
): Promise<ImportedSource> {
  const { first, again } = replayedSource(source);
  const { detection, kind, unreadable } = await detectFile(first, importers, signal);
  hooks.detected(detection);
  const chosen = await chosenKind(request, importers);
  if (unreadable && chosen === null)
    throw new AppError('file-not-recognised', `${file.name} cannot be read. ${detection.note ?? ''}`);
  const format = request.format ?? null;
  if ((chosen ?? kind) === 'load') {
    const { importSource } = await import('./import-source.ts');
    return importSource(
      { ...environment, importers },
      {
        source: again,
        format: format ?? (request.mapping === undefined ? null : PLAIN_CSV),
        options: {
          timeZone: request.timeZone ?? timeZone,
          mapping: request.mapping,
          knownMappings: await knownMappings(environment.database),
        },
        allowDuplicate: request.allowDuplicate ?? false,
        runId: request.runId ?? null,
      },
      { ...hooks, detected: () => undefined },
      signal,
    );
  }
  const attachment = chosen ?? kind;
  if (attachment === 'load') throw new Error('Results are no attachment');
  const importAttachment = await attachmentImport(attachment);
  /** The bytes that are here already, once; then from the file. */
  let open = (): Promise<ByteSource> => {
    open = () => file.open();
    return Promise.resolve(again);
  };
  return importAttachment(
    environment,
    {
      name: file.name,
      path: file.path,
      sizeBytes: source.sizeBytes,
      open: () => open(),
      format: format ?? detection.best!.format,
      reasons: format === null ? (detection.best?.reasons ?? []) : [],
      allowDuplicate: request.allowDuplicate ?? false,
    },
    {
      progress: (bytesRead, rows) => hooks.progress(bytesRead, rows, 0),
      finishing: () => hooks.finishing(),
    },
    signal,
  );
}

/** Null: nobody has chosen. */
async function chosenKind(request: ImportFile, importers: readonly Importer[]): Promise<SourceKind | null> {
  if (request.mapping !== undefined) return 'load';
  if (request.format === undefined) return null;
  const kind = await kindOfFormat(request.format, importers);
  if (kind === null) throw new AppError('bad-request', `There is no format "${request.format}".`);
  if (kind !== 'load' && request.runId !== undefined) {
    throw new AppError('bad-request', 'Only results of a load test can be added to a run.', {
      hint: 'Open the file by itself, and link it to the run afterwards.',
    });
  }
  return kind;
}
