/** Names and files without what changes from build to build and from run to run (method P2). */

/** `parse+0x1f` is `parse`; any other hexadecimal number is `0x*`, as difffolded.pl -s has it. */
export function withoutAddresses(name: string): string {
  if (!/0x/iu.test(name)) return name;
  return name.replace(/\+0x[0-9a-f]+(?=$|[\s)\]])/giu, '').replace(/0x[0-9a-f]+/giu, '0x*');
}

const GENERATED: readonly (readonly [RegExp, string])[] = [
  // Java: lambdas, hidden classes, reflection, proxies, CGLIB.
  [/\$\$Lambda(?:\$\d+)?(?:[/.+](?:0x[0-9a-f*]+|\d+))?/giu, '$$$$Lambda'],
  [/(Generated(?:Serialization)?(?:Method|Constructor)Accessor)\d+/gu, '$1'],
  [/(LambdaForm\$[A-Za-z]+)[/.+](?:0x[0-9a-f*]+|\d+)/giu, '$1'],
  [/(\$Proxy)\d+/gu, '$1'],
  [/(\$\$(?:EnhancerBy|FastClassBy|KeyFactoryBy)\w*?\$\$)[0-9a-f]+/giu, '$1'],
  [/([A-Za-z_$][\w$]*)[/+]0x(?:[0-9a-f]{8,}|\*)(?=$|\.)/giu, '$1'],
  // Rust: the hash at the end of a symbol.
  [/::h[0-9a-f]{16}$/u, ''],
  // Clones that GCC and Clang make of a function.
  [/(?:\.(?:constprop|isra|part|cold|llvm|lto_priv)(?:\.\d+)*)+$/u, ''],
];

/** What every one of {@link GENERATED} needs: most names have none of it, and one look is enough. */
const MAY_BE_GENERATED = /[$/+]|Accessor\d|::h[0-9a-f]{16}$|\.(?:constprop|isra|part|cold|llvm|lto_priv)/iu;

/** Without numbers that a runtime or a compiler gives out as it goes. */
export function withoutGeneratedIds(name: string): string {
  if (!MAY_BE_GENERATED.test(name)) return name;
  return GENERATED.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
}

/** `app.3f9c1a.js?v=2` is `app.*.js`. A hash has a digit, and is hexadecimal or has capitals, so that words are kept. */
export function withoutContentHashes(file: string): string {
  const bare = file.replace(/[?#].*$/u, '');
  return bare.replace(
    /([._-])(?:(?=[a-f]*\d)[0-9a-f]{6,64}|(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{8})(?=(?:\.[a-z]\w{0,9}){1,3}$)/u,
    '$1*',
  );
}

/** `worker-12`, `java-4711/4712`, `[pool tid=81]` without their numbers. Only of frames that name a thread or process. */
export function withoutThreadNumbers(name: string): string {
  return name.replace(/(?:\?|\d+)(?:\/\d+)?(?=\]?$)|(?<=tid=|pid=)\d+/gu, '*');
}

/** Whether a frame at the root of stacks looks like the process that stackcollapse-perf.pl --pid or --tid puts there. */
export function namesProcess(name: string): boolean {
  return /^[^;()<>]+-(?:\?|\d+)(?:\/\d+)?$/u.test(name);
}

/** `map<int, vector<char>>::at` is `map<>::at`; `operator<`, `<init>` and `<module>` stay. */
export function withoutTypeArguments(name: string): string {
  if (!name.includes('<')) return name;
  let out = '';
  let depth = 0;
  for (let i = 0; i < name.length; i++) {
    const character = name[i]!;
    if (
      character === '<' &&
      (depth > 0 || (/[\w$]/u.test(name[i - 1] ?? '') && !/operator<?$/u.test(name.slice(0, i))))
    ) {
      if (depth++ === 0) out += '<';
    } else if (character === '>' && depth > 0 && name[i - 1] !== '-') {
      if (--depth === 0) out += '>';
    } else if (depth === 0) {
      out += character;
    }
  }
  // Brackets that do not match are part of the name.
  return depth === 0 ? out : name;
}

const ANONYMOUS = new Set([
  '(anonymous)',
  '<anonymous>',
  '{anonymous}',
  'anonymous',
  '(unnamed)',
  '(anonymous function)',
]);

export function isAnonymous(name: string): boolean {
  return ANONYMOUS.has(name);
}
