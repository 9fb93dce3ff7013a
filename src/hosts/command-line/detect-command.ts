import { resolve } from 'node:path';
import { AppError, toWireError, type WireError } from '#shared/contract/errors.ts';
import type { Detection } from '#shared/model/import-state.ts';
import { expandFolders } from '../common/expand-folders.ts';
import type { CommonOptions } from './common-options.ts';
import type { LocalEngine } from './local-engine.ts';
import { errorLine, type Terminal } from './terminal.ts';
import { oneLine } from './text-table.ts';
import { exitCodes } from './usage.ts';

interface Outcome {
  readonly path: string;
  readonly detection: Detection | null;
  readonly error: WireError | null;
}

/** @returns the exit code */
export async function runDetect(
  { engine, client }: LocalEngine,
  options: CommonOptions & { readonly files: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const outcomes: Outcome[] = [];
  const { files } = await expandFolders(options.files);
  for (const path of files) {
    try {
      const { fileId } = engine.files.registerPath(resolve(path));
      outcomes.push({ path, detection: await client.call('import.detect', { fileId }), error: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcomes.push({ path, detection: null, error: toWireError(error) });
    }
  }
  for (const { error } of outcomes) if (error !== null) terminal.note(errorLine(error, options.verbose));
  if (options.json) {
    terminal.print(JSON.stringify({ schema: 'loadstone/detect/1', files: outcomes.map(toJson) }, null, 2));
  } else {
    for (const { path, detection } of outcomes)
      if (detection !== null) terminal.print(describe(path, detection));
  }
  return outcomes.every(({ error }) => error === null) ? exitCodes.done : exitCodes.unreadable;
}

function toJson({ path, detection, error }: Outcome): object {
  const best = detection?.best ?? null;
  return {
    path,
    format: best?.format ?? null,
    tool: best?.tool ?? null,
    toolVersion: detection?.toolVersion ?? null,
    confidence: best?.score ?? 0,
    reasons: best?.reasons ?? [],
    compression: detection?.compression ?? null,
    candidates:
      detection?.candidates.map(({ format, score, reasons }) => ({ format, confidence: score, reasons })) ??
      [],
    note: error?.message ?? detection?.note ?? null,
  };
}

function describe(path: string, { best, compression, toolVersion, note }: Detection): string {
  const name = oneLine(path, 200);
  if (best === null) return `${name}: not recognised. ${note ?? ''}`.trimEnd();
  const version = toolVersion === null ? '' : ` ${toolVersion}`;
  const packed = compression === 'none' ? '' : `, ${compression}`;
  return `${name}: ${best.label}${version}${packed} (${best.reasons.join('; ')})`;
}
