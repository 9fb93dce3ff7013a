/**
 * The product's fonts for documents that carry everything with them. Each is cut into scripts, as its package has them; only
 * scripts that a text uses are loaded and embedded. Letters of other scripts are drawn by the reader's own fonts.
 */
interface FontPart {
  readonly family: 'Inter' | 'JetBrains Mono';
  /** As the package declares it (CSS `unicode-range`). */
  readonly range: string;
  readonly load: () => Promise<{ readonly default: string }>;
}

const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+2248,U+FEFF,U+FFFD';
const LATIN_EXT =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';
const CYRILLIC = 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116';
const GREEK = 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF';
const VIETNAMESE =
  'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0303,U+0309,U+0323,U+1EA0-1EF9';

const parts: readonly FontPart[] = [
  {
    family: 'Inter',
    range: LATIN,
    load: () => import('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline'),
  },
  {
    family: 'Inter',
    range: LATIN_EXT,
    load: () => import('@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?inline'),
  },
  {
    family: 'Inter',
    range: CYRILLIC,
    load: () => import('@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?inline'),
  },
  {
    family: 'Inter',
    range: GREEK,
    load: () => import('@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?inline'),
  },
  {
    family: 'Inter',
    range: VIETNAMESE,
    load: () => import('@fontsource-variable/inter/files/inter-vietnamese-wght-normal.woff2?inline'),
  },
  {
    family: 'JetBrains Mono',
    range: LATIN,
    load: () =>
      import('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?inline'),
  },
  {
    family: 'JetBrains Mono',
    range: LATIN_EXT,
    load: () =>
      import('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2?inline'),
  },
  {
    family: 'JetBrains Mono',
    range: CYRILLIC,
    load: () =>
      import('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-cyrillic-wght-normal.woff2?inline'),
  },
  {
    family: 'JetBrains Mono',
    range: GREEK,
    load: () =>
      import('@fontsource-variable/jetbrains-mono/files/jetbrains-mono-greek-wght-normal.woff2?inline'),
  },
];

/** `@font-face` rules with the fonts that a text needs, as data. */
export async function fontFaces(text: string): Promise<string> {
  const used = new Set<number>();
  for (const character of text) used.add(character.codePointAt(0)!);
  const rules: string[] = [];
  for (const { family, range, load } of parts) {
    if (range !== LATIN && !inRange(range, used)) continue;
    const { default: url } = await load();
    rules.push(
      `@font-face{font-family:"${family}";font-style:normal;font-weight:100 900;src:url(${url}) format("woff2");unicode-range:${range}}`,
    );
  }
  return rules.join('\n');
}

function inRange(range: string, codes: ReadonlySet<number>): boolean {
  const spans = range.split(',').map((part) => {
    const [from = '', to = from] = part.replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  for (const code of codes) if (spans.some(([from, to]) => code >= from && code <= to)) return true;
  return false;
}
