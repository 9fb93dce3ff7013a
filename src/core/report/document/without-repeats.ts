/** A text that says the same of several things says it once: `Cannot tell: … Cannot tell: …` of rules with several parts. */
export function withoutRepeats(text: string): string {
  const said = new Set<string>();
  return text
    .split(/(?<=[.!?"”]) (?=\p{Lu})/u)
    .filter((sentence) => {
      if (said.has(sentence)) return false;
      said.add(sentence);
      return true;
    })
    .join(' ');
}
