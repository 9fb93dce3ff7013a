/** Finds the samples of a well-formed result file with a few patterns: knows nothing of the code that reads it. */

export interface PlainSample {
  readonly element: 'sample' | 'httpSample';
  /** 0 at the top. */
  readonly depth: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** The first message that is not empty. */
  failure: string | null;
  url: string | null;
}

const TOKEN =
  /<(\/?)(httpSample|sample|failureMessage|java\.net\.URL)((?:\s+[\w.:-]+\s*=\s*"[^"]*")*)\s*(\/?)>([^<]*)/gu;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*"([^"]*)"/gu;

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Samples in the order of their start tags. */
export function plainSamples(text: string): PlainSample[] {
  const samples: PlainSample[] = [];
  const open: PlainSample[] = [];
  for (const [, slash, name, attributes, selfClosing, content] of text.matchAll(TOKEN)) {
    if (name === 'sample' || name === 'httpSample') {
      if (slash === '/') {
        open.pop();
        continue;
      }
      const sample: PlainSample = {
        element: name,
        depth: open.length,
        attributes: Object.fromEntries(
          [...attributes!.matchAll(ATTRIBUTE)].map(([, key, value]) => [key!, resolved(value!)]),
        ),
        failure: null,
        url: null,
      };
      samples.push(sample);
      if (selfClosing === '') open.push(sample);
    } else if (slash === '') {
      const sample = open.at(-1)!;
      if (name === 'failureMessage' && content !== '') sample.failure ??= resolved(content!);
      if (name === 'java.net.URL') sample.url = resolved(content!);
    }
  }
  return samples;
}

function resolved(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/giu, (_, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return characters[name]!;
  });
}
