import { primitiveTypes } from './hprof-records.ts';

const ELEMENTS: ReadonlyMap<string, string> = new Map([
  ['Z', 'boolean'],
  ['C', 'char'],
  ['F', 'float'],
  ['D', 'double'],
  ['B', 'byte'],
  ['S', 'short'],
  ['I', 'int'],
  ['J', 'long'],
]);

/** As Java writes a class: `[Ljava/lang/Object;` → `java.lang.Object[]`, `[[B` → `byte[][]`. Other names stay. */
export function javaClassName(raw: string): string {
  const [, brackets, element] = /^(\[+)(.+)$/u.exec(raw) ?? [];
  // Hidden classes of lambdas have an address behind a slash, which differs from run to run.
  if (brackets === undefined || element === undefined) {
    return raw.replace(/[/+]0x[\da-f]+$/iu, '').replaceAll('/', '.');
  }
  const object = /^L(.+);$/u.exec(element)?.[1];
  const name = object === undefined ? ELEMENTS.get(element) : javaClassName(object);
  return name === undefined ? raw : name + '[]'.repeat(brackets.length);
}

/** `byte[]` */
export function primitiveArrayName(type: number): string {
  return `${primitiveTypes.get(type)?.name ?? 'unknown'}[]`;
}
