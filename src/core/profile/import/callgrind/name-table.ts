/** Names that are written once with a number, `(3) main`, and later as the number alone. */
export class NameTable {
  private readonly names = new Map<string, string>();

  /** @returns the number as written, or null when the file does not number names; and the name */
  resolve(text: string): { readonly id: string | null; readonly name: string } {
    const match = /^\((\d+)\)\s*(.*)$/u.exec(text);
    if (match === null) return { id: null, name: text };
    const id = match[1]!;
    const said = match[2]!;
    if (said !== '') this.names.set(id, said);
    return { id, name: said === '' ? (this.names.get(id) ?? `(${id})`) : said };
  }
}
