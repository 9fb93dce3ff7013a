import { AppError } from '#shared/contract/errors.ts';
import type { ReaderContext, RecordReader } from '../importer.ts';
import { encodingOf } from './encoding.ts';
import { VegetaCsvReader } from './csv-reader.ts';
import { VegetaJsonReader } from './json-reader.ts';

/** @throws {AppError} `file-not-recognised` for the binary form */
export function openVegeta(context: ReaderContext): RecordReader {
  const { head } = context;
  switch (encodingOf(head)) {
    case 'csv':
      return new VegetaCsvReader(context);
    case 'json':
      return new VegetaJsonReader(context);
    case 'gob':
      throw new AppError(
        'file-not-recognised',
        `${head.name} has Vegeta's binary results (gob). Loadstone reads them as JSON or CSV.`,
        { hint: 'Encode them: vegeta encode results.bin > results.json' },
      );
    case null:
      throw new AppError('file-damaged', `${head.name} does not start like results of Vegeta.`, {
        hint: 'Write them with: vegeta encode results.bin > results.json',
      });
  }
}
