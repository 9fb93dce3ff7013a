/** Files that may be anything: that only they have the same name says nothing. */
const COMMON_NAMES = /^(?:index|main|mod|lib|__init__|utils?|app|server)\.\w+$/u;

/**
 * Files that are the same but for the beginning of their paths: `/ci/build-1/src/a.ts` and `/ci/build-2/src/a.ts` are
 * `…/src/a.ts` (method P2). Only where each is the one best candidate of the other; files that both sides have are
 * themselves.
 * @returns the common name by file; nothing for files that stay what they are
 */
export function matchFiles(
  baseline: ReadonlySet<string>,
  candidate: ReadonlySet<string>,
): Map<string, string> {
  const onlyA = byBaseName([...baseline].filter((file) => !candidate.has(file)));
  const onlyB = byBaseName([...candidate].filter((file) => !baseline.has(file)));
  const common = new Map<string, string>();
  for (const [base, filesA] of onlyA) {
    const filesB = onlyB.get(base);
    if (filesB === undefined) continue;
    for (const a of filesA) {
      const b = onlyBest(a, filesB);
      if (b === null || onlyBest(b.file, filesA)?.file !== a) continue;
      if (b.alike === 1 && COMMON_NAMES.test(base)) continue;
      const name = `…/${a.split(SEPARATOR).slice(-b.alike).join('/')}`;
      common.set(a, name);
      common.set(b.file, name);
    }
  }
  return common;
}

const SEPARATOR = /[/\\]/u;
/** Looking at all pairs of more files of one name would take too long, and say too little. */
const MOST_ALIKE = 200;

function byBaseName(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const base = file.split(SEPARATOR).at(-1)!;
    if (base === '') continue;
    const group = groups.get(base);
    if (group === undefined) groups.set(base, [file]);
    else group.push(file);
  }
  for (const [base, group] of groups) if (group.length > MOST_ALIKE) groups.delete(base);
  return groups;
}

/** The file with the most equal folders at the end; null where several are equally good. */
function onlyBest(
  file: string,
  others: readonly string[],
): { readonly file: string; readonly alike: number } | null {
  const parts = file.split(SEPARATOR);
  let best: { file: string; alike: number } | null = null;
  let tied = false;
  for (const other of others) {
    const otherParts = other.split(SEPARATOR);
    let alike = 0;
    while (
      alike < parts.length &&
      alike < otherParts.length &&
      parts.at(-1 - alike) === otherParts.at(-1 - alike)
    )
      alike++;
    if (best === null || alike > best.alike) {
      best = { file: other, alike };
      tied = false;
    } else if (alike === best.alike) {
      tied = true;
    }
  }
  return tied ? null : best;
}
