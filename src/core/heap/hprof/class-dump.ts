import type { HprofCursor } from './hprof-cursor.ts';
import { OBJECT_TYPE, primitiveTypes, type ClassDump, type HprofField } from './hprof-records.ts';

/**
 * A class behind its tag.
 * @returns false where the file ends within it, null where it is none
 */
export async function readClassDump(cursor: HprofCursor): Promise<ClassDump | false | null> {
  const { idBytes } = cursor;
  if (!(await cursor.ensure(4 + 7 * idBytes + 6))) return false;
  const id = cursor.id();
  cursor.jump(4);
  const [superId, loaderId, signerId, domainId] = [cursor.id(), cursor.id(), cursor.id(), cursor.id()];
  cursor.jump(2 * idBytes + 4);
  const statics: { nameId: number; target: number }[] = [];
  let staticReferences = 0;
  let staticBytes = 0;
  const constants = cursor.u16();
  for (let i = 0; i < constants; i++) {
    if (!(await cursor.ensure(3))) return false;
    cursor.jump(2);
    const value = await readValue(cursor);
    if (typeof value !== 'number') return value;
    if (value > 0) statics.push({ nameId: 0, target: value });
  }
  if (!(await cursor.ensure(2))) return false;
  const staticCount = cursor.u16();
  for (let i = 0; i < staticCount; i++) {
    if (!(await cursor.ensure(idBytes + 1))) return false;
    const nameId = cursor.id();
    const type = cursor.peek();
    const value = await readValue(cursor);
    if (typeof value !== 'number') return value;
    if (value > 0) statics.push({ nameId, target: value });
    if (type === OBJECT_TYPE) staticReferences += 1;
    else staticBytes += primitiveTypes.get(type)!.bytes;
  }
  if (!(await cursor.ensure(2))) return false;
  const fieldCount = cursor.u16();
  if (!(await cursor.ensure(fieldCount * (idBytes + 1)))) return false;
  const fields: HprofField[] = [];
  for (let i = 0; i < fieldCount; i++) {
    const nameId = cursor.id();
    const type = cursor.u8();
    if (type !== OBJECT_TYPE && !primitiveTypes.has(type)) return null;
    fields.push({ nameId, type });
  }
  return {
    id,
    superId,
    loaderId,
    signerId,
    domainId,
    fields,
    statics,
    staticReferences,
    staticBytes,
  };
}

/** A type and its value. @returns the id of a reference, 0 for other values; false at the end, null for no type */
async function readValue(cursor: HprofCursor): Promise<number | false | null> {
  if (!(await cursor.ensure(1 + 8))) {
    // The last value of a file may be shorter than the longest one.
    if (!(await cursor.ensure(2))) return false;
  }
  const type = cursor.u8();
  if (type === OBJECT_TYPE) return (await cursor.ensure(cursor.idBytes)) ? cursor.id() : false;
  const primitive = primitiveTypes.get(type);
  if (primitive === undefined) return null;
  return (await cursor.skip(primitive.bytes)) ? 0 : false;
}
