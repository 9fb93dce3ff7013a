/**
 * Shows a self-contained document of the engine in an empty frame. The frame inherits the window's content security policy,
 * which allows no style and no fonts in a text: they are taken out of it, and go in by the interfaces that the policy is not
 * about. Scripts never run, because the frame is sandboxed without `allow-scripts`.
 */
export function fillFrame(page: Document, html: string): void {
  const view = page.defaultView;
  if (view === null) return;
  const { markup, css } = withoutStyle(html);
  const given = new DOMParser().parseFromString(markup, 'text/html');
  for (const element of given.querySelectorAll('script, link, meta, base, iframe, object, embed'))
    element.remove();
  page.documentElement.lang = given.documentElement.lang;
  page.title = given.title;
  const body = page.importNode(given.body, true);
  for (const element of body.querySelectorAll<HTMLElement | SVGElement>(`[${STYLE}]`)) {
    element.style.cssText = element.getAttribute(STYLE) ?? '';
    element.removeAttribute(STYLE);
  }
  page.body.replaceChildren(...body.childNodes);
  const { CSSStyleSheet: Sheet, FontFace: Font } = view as unknown as typeof globalThis;
  const sheet = new Sheet();
  sheet.replaceSync(css.replaceAll(FONT_FACE, ''));
  page.adoptedStyleSheets = [sheet];
  page.fonts.clear();
  for (const { family, source, descriptors } of fontsOf(css)) {
    const bytes = bytesOf(source);
    if (bytes !== null) page.fonts.add(new Font(family, bytes, descriptors));
  }
}

/** Where style attributes wait: a parser would take them for inline style, which the policy forbids. */
const STYLE = 'data-style';
const FONT_FACE = /@font-face\s*\{([^}]*)\}/gu;

/** The document's markup, and its style sheets. In what the engine writes, quotation marks stand in tags only. */
export function withoutStyle(html: string): { readonly markup: string; readonly css: string } {
  const css: string[] = [];
  const markup = html.replaceAll(/<style[^>]*>([\s\S]*?)<\/style>/giu, (_, text: string) => {
    css.push(text);
    return '';
  });
  return { markup: markup.replaceAll(/\sstyle="/giu, ` ${STYLE}="`), css: css.join('\n') };
}

interface EmbeddedFont {
  readonly family: string;
  readonly source: string;
  readonly descriptors: FontFaceDescriptors;
}

/** The `@font-face` rules of a style sheet whose fonts are in its text. */
export function fontsOf(css: string): readonly EmbeddedFont[] {
  return [...css.matchAll(FONT_FACE)].flatMap(([, rule = '']) => {
    const value = (name: string): string | null =>
      new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;]+)`, 'u').exec(rule)?.[1]?.trim() ?? null;
    const source = /url\(\s*["']?(data:[^"')]+)["']?\s*\)/u.exec(rule)?.[1];
    const family = value('font-family')?.replace(/^["']|["']$/gu, '');
    if (source === undefined || family === undefined) return [];
    const weight = value('font-weight');
    const style = value('font-style');
    const unicodeRange = value('unicode-range');
    return [
      {
        family,
        source,
        descriptors: {
          ...(weight !== null && { weight }),
          ...(style !== null && { style }),
          ...(unicodeRange !== null && { unicodeRange }),
        },
      },
    ];
  });
}

/** Null: not base64. */
function bytesOf(dataUrl: string): ArrayBuffer | null {
  const [, text] = dataUrl.split(';base64,');
  if (text === undefined) return null;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes.buffer;
}
