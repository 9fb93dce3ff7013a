/** The replacement of a rule, in pieces: text as it stands, or what a group found. */
type Piece = string | { readonly group: number | string };

/** Of the pattern that a replacement belongs to. */
export interface PatternGroups {
  readonly count: number;
  readonly names: readonly string[];
}

export interface Replacement {
  readonly pieces: readonly Piece[];
}

/** @returns what is wrong with it, in words, when it names a group that the pattern does not have */
export function parseReplacement(
  text: string,
  groups: PatternGroups,
): Replacement | { readonly problem: string } {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$(?:(?<sign>[$&])|(?<number>\d{1,2})|<(?<name>[^>]*)>)/gu)) {
    const { sign, number, name } = match.groups!;
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (sign === '$') pieces.push('$');
    else if (sign === '&') pieces.push({ group: 0 });
    else if (name !== undefined) {
      if (!groups.names.includes(name))
        return { problem: `$<${name}>, but the pattern has no group of that name` };
      pieces.push({ group: name });
    } else {
      // $12 is the first group and a 2 where there are fewer than twelve.
      const digits = Number(number) <= groups.count ? number! : number![0]!;
      const group = Number(digits);
      if (group < 1 || group > groups.count)
        return { problem: `$${number}, but the pattern has ${groupsInWords(groups.count)}` };
      from -= number!.length - digits.length;
      pieces.push({ group });
    }
  }
  pieces.push(text.slice(from));
  return { pieces: pieces.filter((piece) => piece !== '') };
}

function groupsInWords(count: number): string {
  if (count === 0) return 'no group';
  return count === 1 ? 'one group' : `${count} groups`;
}

/** @param match as `RegExp.exec` gives it */
export function expand({ pieces }: Replacement, match: RegExpExecArray): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return (typeof piece.group === 'number' ? match[piece.group] : match.groups?.[piece.group]) ?? '';
    })
    .join('');
}
