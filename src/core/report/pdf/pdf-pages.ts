/**
 * Reads from a PDF of Chromium on which page each anchor of the document lies. Its writer (Skia) leaves all objects but
 * streams in plain text: pages in `/Kids` of the one page list, anchors in `/Dests` of the catalogue.
 */

/** Page numbers from 1 by anchor; empty when the file is built in another way. */
export function pagesOfAnchors(pdf: Uint8Array): ReadonlyMap<string, number> {
  const text = latin1(pdf);
  const kids = /\/Type\s*\/Pages\b(?:(?!endobj)[\s\S])*?\/Kids\s*\[([^\]]*)\]/gu;
  const order: string[] = [];
  for (const [, list = ''] of text.matchAll(kids))
    for (const [, object] of list.matchAll(/(\d+) 0 R/gu)) order.push(object!);
  const pages = pagesInOrder(text, order);
  const [, dests] = /\/Dests (\d+) 0 R/u.exec(text) ?? [];
  const anchors = new Map<string, number>();
  if (dests === undefined) return anchors;
  const content = objectText(text, dests);
  for (const [, name, object] of content.matchAll(/\/([^\s/[\]<>()]+)\s*\[(\d+) 0 R/gu)) {
    const page = pages.get(object!);
    if (page !== undefined) anchors.set(decodedName(name!), page);
  }
  return anchors;
}

export function pageCount(pdf: Uint8Array): number {
  return [...latin1(pdf).matchAll(/\/Type\s*\/Page\b(?!s)/gu)].length;
}

/** Long documents have a tree of page lists: leaves in the order of the tree. */
function pagesInOrder(text: string, listed: readonly string[]): ReadonlyMap<string, number> {
  const nested = new Set(listed.filter((object) => /\/Type\s*\/Pages\b/u.test(objectText(text, object))));
  if (nested.size === 0) return new Map(listed.map((object, place) => [object, place + 1]));
  const leaves: string[] = [];
  const [, catalogue] = /\/Type\s*\/Catalog(?:(?!endobj)[\s\S])*?\/Pages (\d+) 0 R/u.exec(text) ?? [];
  const root = catalogue ?? /\/Pages (\d+) 0 R/u.exec(text)?.[1];
  const visit = (object: string, depth: number): void => {
    const content = objectText(text, object);
    const [, list] = /\/Kids\s*\[([^\]]*)\]/u.exec(content) ?? [];
    if (list === undefined || depth > 20) {
      leaves.push(object);
      return;
    }
    for (const [, child] of list.matchAll(/(\d+) 0 R/gu)) visit(child!, depth + 1);
  };
  if (root !== undefined) visit(root, 0);
  return new Map(leaves.map((object, place) => [object, place + 1]));
}

function objectText(text: string, object: string): string {
  const start = text.search(new RegExp(`(?:^|\\s)${object} 0 obj\\b`, 'u'));
  if (start < 0) return '';
  const end = text.indexOf('endobj', start);
  return text.slice(start, end < 0 ? undefined : end);
}

/** `#41` stands for a letter in names of PDF. */
function decodedName(name: string): string {
  return name.replace(/#([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
