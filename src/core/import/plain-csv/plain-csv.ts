import { headerKey, type ColumnMapping } from '#shared/model/column-mapping.ts';
import { AppError } from '#shared/contract/errors.ts';
import { NOT_THIS_FORMAT, type Importer, type ImportOptions, type ProbeHead } from '../importer.ts';
import { MappedReader } from './mapped-reader.ts';
import { tableHead, type TableHead } from './table-head.ts';

/** Below what is taken by itself: what the columns mean has to be said. */
const A_TABLE = 0.3;
const MAX_NAMED = 6;

/** Any delimited text with a header, once a person has said what its columns mean. */
export const plainCsv: Importer = {
  id: 'plain-csv',
  label: 'Delimited text',
  tool: 'other',
  toolLabel: 'Any tool',
  describes: 'CSV, TSV and the like, with columns named by hand',
  group: 'load',
  probe(head) {
    const table = tableHead(head);
    if (table === null) return NOT_THIS_FORMAT;
    const named = table.header.slice(0, MAX_NAMED).join(', ');
    const more = table.header.length > MAX_NAMED ? ', …' : '';
    return {
      score: A_TABLE,
      reasons: [`${table.header.length} columns (${named}${more}); what they mean has to be said`],
    };
  },
  accepts: (head, options) => {
    const table = tableHead(head);
    return table !== null && mappingFor(table, options) !== null;
  },
  open(context) {
    const { head, options } = context;
    const said = options.mapping === undefined ? [] : namesIn(options.mapping);
    const table = tableHead(head, said) ?? tableHead(head);
    if (table === null) {
      throw new AppError('file-damaged', `${head.name} is no table with a header and columns.`, {
        hint: 'The first line has to name the columns, separated by comma, semicolon, tab or bar.',
      });
    }
    const mapping = mappingFor(table, options);
    if (mapping === null) throw unknownColumns(head, table);
    for (const column of namesIn(mapping)) {
      if (!table.header.includes(column)) throw missingColumn(head, table, column);
    }
    if (mapping.columns.elapsed === undefined) throw unknownColumns(head, table);
    return new MappedReader(context, table, mapping);
  },
};

function namesIn({ columns, tags }: ColumnMapping): string[] {
  return [...Object.values(columns), ...tags];
}

function mappingFor(table: TableHead, { mapping, knownMappings }: ImportOptions): ColumnMapping | null {
  return mapping ?? knownMappings?.[headerKey(table.header)] ?? null;
}

function unknownColumns({ name }: ProbeHead, { header }: TableHead): AppError {
  return new AppError(
    'file-not-recognised',
    `${name} is a table of ${header.length} columns, and what they mean is not known.`,
    { hint: `Say which column is the response time, for example --map elapsed=${header[0]}.` },
  );
}

function missingColumn({ name }: ProbeHead, { header }: TableHead, column: string): AppError {
  return new AppError('bad-request', `${name} has no column "${column}".`, {
    hint: `Its columns are ${header.slice(0, 30).join(', ')}${header.length > 30 ? ', …' : ''}.`,
  });
}
