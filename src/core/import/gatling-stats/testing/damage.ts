import fc from 'fast-check';
import { AppError } from '#shared/contract/errors.ts';
import type { Importer } from '../../importer.ts';
import { collect, type Collected } from '../../testing/collect.ts';

/** What came of reading a document that may be damaged: its contents, or the error that tells where it is. */
export function readDamaged(importer: Importer, bytes: Uint8Array): Collected | AppError {
  try {
    return collect(importer, bytes);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** What is wrong with an outcome that no damage may lead to; empty when all is well. */
export function faultsOf(outcome: Collected | AppError, bytes: Uint8Array): string[] {
  return outcome instanceof AppError ? faultsOfError(outcome, bytes) : faultsOfContents(outcome);
}

function faultsOfError({ code, place, message }: AppError, bytes: Uint8Array): string[] {
  const faults: string[] = [];
  if (code !== 'file-damaged') faults.push(`code ${code}`);
  if (place?.byte === undefined || place.byte > bytes.length) faults.push(`byte ${place?.byte}: ${message}`);
  const before = new TextDecoder('latin1').decode(bytes.subarray(0, place?.byte));
  if (place?.line !== before.split('\n').length) faults.push(`line ${place?.line}: ${message}`);
  return faults;
}

function faultsOfContents({ reported, transactions, metrics, report }: Collected): string[] {
  const faults: string[] = [];
  for (const { figures, transaction } of reported.aggregates) {
    const { percentilesMs, samples, failures, receivedBytes, sentBytes, ...rest } = figures;
    for (const count of [samples, failures, receivedBytes, sentBytes]) {
      if (count !== null && !(Number.isSafeInteger(count) && count >= 0)) faults.push(`count ${count}`);
    }
    for (const value of [...Object.values(rest), ...percentilesMs.flat()]) {
      if (value !== null && !Number.isFinite(value)) faults.push(`figure ${value}`);
    }
    if (transaction !== null && transactions[transaction]?.localId !== transaction) {
      faults.push(`transaction ${transaction}`);
    }
  }
  for (const { metric, figures } of reported.metrics) {
    if (metrics[metric]?.localId !== metric) faults.push(`metric ${metric}`);
    if (!Object.values(figures).every(Number.isFinite)) faults.push(`figures of metric ${metric}`);
  }
  for (const { passed, failed } of reported.checks) {
    if (!Number.isSafeInteger(passed + failed)) faults.push('check');
  }
  if (report.rejectedRows < report.rejects.length) faults.push('rejects');
  return faults;
}

/** One to four changes: a byte put in, left out, or replaced, or the rest cut off. */
export function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    kind: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
    at: fc.nat({ max: whole.length - 1 }),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...new TextEncoder().encode('{}[]",:-.eE0159\\'))),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let bytes = [...whole];
    for (const { kind, at, byte } of changes) {
      if (kind === 'cut') bytes = bytes.slice(0, at);
      else if (kind === 'insert') bytes.splice(at, 0, byte);
      else if (kind === 'remove') bytes.splice(at, 1);
      else if (at < bytes.length) bytes[at] = byte;
    }
    return Uint8Array.from(bytes);
  });
}
