import { z } from 'zod';
import { AppError } from '#shared/contract/errors.ts';

const fields = z.array(z.string()).max(64);
const types = z.array(z.union([z.array(z.string()), z.string()])).default([]);
const count = z.number().nonnegative().default(0);

const headerSchema = z.object({
  meta: z.object({
    node_fields: fields,
    node_types: types,
    edge_fields: fields,
    edge_types: types,
    trace_function_info_fields: fields.default([]),
    trace_node_fields: fields.default([]),
    sample_fields: fields.default([]),
    location_fields: fields.default([]),
  }),
  node_count: count,
  edge_count: count,
  root_index: z.number().int().nonnegative().default(0),
  extra_native_bytes: z.number().default(0),
});

/** What the `snapshot` member of a file says: the layout of everything that follows. Counts are claims. */
export interface SnapshotHeader {
  readonly nodeFields: readonly string[];
  readonly nodeTypes: readonly string[];
  readonly edgeFields: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly traceFunctionFields: readonly string[];
  readonly sampleFields: readonly string[];
  readonly locationFields: readonly string[];
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Index into `nodes`: ordinal × number of node fields. */
  readonly rootIndex: number;
  readonly extraNativeBytes: number;
}

/** @throws {AppError} `file-damaged` when the layout makes no sense */
export function parseSnapshotHeader(text: string): SnapshotHeader {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged('its first part is not valid JSON', error);
  }
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`"snapshot.${issue?.path.join('.') ?? ''}" is missing or not as expected`);
  }
  const { meta, node_count, edge_count, root_index, extra_native_bytes } = parsed.data;
  for (const name of ['type', 'name', 'id', 'self_size', 'edge_count'])
    if (!meta.node_fields.includes(name)) throw damaged(`its nodes have no field "${name}"`);
  for (const name of ['type', 'name_or_index', 'to_node'])
    if (!meta.edge_fields.includes(name)) throw damaged(`its edges have no field "${name}"`);
  return {
    nodeFields: meta.node_fields,
    nodeTypes: namesOf(meta.node_types, meta.node_fields),
    edgeFields: meta.edge_fields,
    edgeTypes: namesOf(meta.edge_types, meta.edge_fields),
    traceFunctionFields: meta.trace_function_info_fields,
    sampleFields: meta.sample_fields,
    locationFields: meta.location_fields,
    nodeCount: node_count,
    edgeCount: edge_count,
    rootIndex: root_index,
    extraNativeBytes: extra_native_bytes,
  };
}

/** The names of the values of the field `type`. */
function namesOf(
  typesOfFields: readonly (readonly string[] | string)[],
  names: readonly string[],
): readonly string[] {
  const found = typesOfFields[names.indexOf('type')];
  return typeof found === 'object' ? found : [];
}

function damaged(what: string, cause?: unknown): AppError {
  return new AppError('file-damaged', `The heap snapshot cannot be read: ${what}.`, {
    hint: 'Take the snapshot again, or open the file that the tool wrote.',
    place: { byte: 0 },
    cause,
  });
}
