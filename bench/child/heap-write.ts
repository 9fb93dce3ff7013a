import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

/** What is planted, for the checks. */
export interface WrittenHeap {
  readonly bytes: number;
  readonly nodes: number;
  readonly edges: number;
  readonly selfBytes: number;
}

const HEADER = {
  meta: {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
    node_types: [
      ['hidden', 'array', 'string', 'object', 'synthetic', 'number'],
      'string',
      'number',
      'number',
      'number',
      'number',
      'number',
    ],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['element', 'property', 'internal', 'shortcut'], 'string_or_number', 'node'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  },
};
const NODE_FIELDS = HEADER.meta.node_fields.length;
const [HIDDEN, STRING, OBJECT, SYNTHETIC, NUMBER] = [0, 2, 3, 4, 5];
const [ELEMENT, PROPERTY, INTERNAL, SHORTCUT] = [0, 1, 2, 3];

/** Names that come before those of the users. */
const NAMES = [
  '',
  '(GC roots)',
  'Global',
  'system / Map',
  'Store',
  'Array',
  'User',
  'Order',
  'Object',
  'heap number',
  'map',
  'store',
  'name',
  'previous',
  'order',
  'user',
  'lines',
  'quantity',
  'text',
];
const nameOf = (name: string): number => NAMES.indexOf(name);

const USER_NAMES = 5000;
const PER_CHUNK = 1000;
/** A user, its order, the lines of that, their quantity and text. */
const PER_USER = 5;
/** Ordinals of what all users share. */
const [GC_ROOTS, GLOBAL, MAP, STORE, CHUNKS] = [1, 2, 3, 4, 5];

/**
 * Writes a snapshot of any size, as V8 would of a heap of users with orders: each holds an earlier one, arrays of a thousand
 * hold them all. Nothing of it is held in memory.
 * @param input `users`: about 330 bytes each
 */
export function run(input: { readonly users: number; readonly path: string }): Promise<WrittenHeap> {
  const { users, path } = input;
  const chunks = Math.ceil(users / PER_CHUNK);
  const names = CHUNKS + chunks;
  const first = names + USER_NAMES;
  const nodes = first + users * PER_USER;
  const edges = 4 + chunks + users + users * 10 - 1;
  const out = new TextWriter(path);
  const userAt = (user: number): number => first + user * PER_USER;
  let selfBytes = 0;
  let node = 0;
  const putNode = (type: number, name: number, size: number, edgeCount: number): void => {
    out.put(`${node === 0 ? '' : ','}${type},${name},${2 * node + 1},${size},${edgeCount},0,0\n`);
    selfBytes += size;
    node += 1;
  };
  out.put(`{"snapshot":${JSON.stringify({ ...HEADER, node_count: nodes, edge_count: edges })},\n"nodes":[`);
  putNode(SYNTHETIC, nameOf(''), 0, 2);
  putNode(SYNTHETIC, nameOf('(GC roots)'), 0, 1);
  putNode(OBJECT, nameOf('Global'), 40, 1);
  putNode(HIDDEN, nameOf('system / Map'), 80, 0);
  putNode(OBJECT, nameOf('Store'), 32, chunks);
  for (let chunk = 0; chunk < chunks; chunk++)
    putNode(OBJECT, nameOf('Array'), 16 + 8 * PER_CHUNK, Math.min(PER_CHUNK, users - chunk * PER_CHUNK));
  for (let name = 0; name < USER_NAMES; name++) putNode(STRING, NAMES.length + name, 24, 0);
  for (let user = 0; user < users; user++) {
    putNode(OBJECT, nameOf('User'), 48, user === 0 ? 3 : 4);
    putNode(OBJECT, nameOf('Order'), 32, 3);
    putNode(OBJECT, nameOf('Object'), 28, 3);
    putNode(NUMBER, nameOf('heap number'), 12, 0);
    putNode(STRING, NAMES.length + USER_NAMES + user, 32, 0);
  }
  out.put('],\n"edges":[');
  let edge = 0;
  const putEdge = (type: number, name: number, to: number): void => {
    out.put(`${edge === 0 ? '' : ','}${type},${name},${to * NODE_FIELDS}\n`);
    edge += 1;
  };
  putEdge(ELEMENT, 1, GC_ROOTS);
  putEdge(SHORTCUT, nameOf('Global'), GLOBAL);
  putEdge(ELEMENT, 1, MAP);
  putEdge(PROPERTY, nameOf('store'), STORE);
  for (let chunk = 0; chunk < chunks; chunk++) putEdge(ELEMENT, chunk, CHUNKS + chunk);
  for (let user = 0; user < users; user++) putEdge(ELEMENT, user % PER_CHUNK, userAt(user));
  let state = 9;
  for (let user = 0; user < users; user++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const at = userAt(user);
    putEdge(INTERNAL, nameOf('map'), MAP);
    putEdge(PROPERTY, nameOf('name'), names + (user % USER_NAMES));
    if (user > 0) putEdge(PROPERTY, nameOf('previous'), userAt(state % user));
    putEdge(PROPERTY, nameOf('order'), at + 1);
    putEdge(INTERNAL, nameOf('map'), MAP);
    putEdge(PROPERTY, nameOf('user'), at);
    putEdge(PROPERTY, nameOf('lines'), at + 2);
    putEdge(INTERNAL, nameOf('map'), MAP);
    putEdge(PROPERTY, nameOf('quantity'), at + 3);
    putEdge(PROPERTY, nameOf('text'), at + 4);
  }
  out.put('],\n"locations":[],\n"strings":[');
  out.put(NAMES.map((name) => JSON.stringify(name)).join(',\n'));
  for (let name = 0; name < USER_NAMES; name++) out.put(`,\n"user-${name}"`);
  for (let user = 0; user < users; user++) out.put(`,\n"order-line-${user}"`);
  out.put(']}\n');
  if (node !== nodes || edge !== edges)
    throw new Error(`${node} objects of ${nodes}, ${edge} references of ${edges}`);
  return Promise.resolve({ bytes: out.close(), nodes, edges, selfBytes });
}

const TEXT_CHARS = 1 << 20;

/** Text in large pieces. */
class TextWriter {
  readonly #file: number;
  #text = '';

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  put(text: string): void {
    this.#text += text;
    if (this.#text.length >= TEXT_CHARS) this.#flush();
  }

  /** @returns the size of the file */
  close(): number {
    this.#flush();
    const { size } = fstatSync(this.#file);
    closeSync(this.#file);
    return size;
  }

  #flush(): void {
    writeSync(this.#file, this.#text, null, 'latin1');
    this.#text = '';
  }
}
