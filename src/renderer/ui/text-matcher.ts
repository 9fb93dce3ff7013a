/** A filter over names: words typed as they are, or a regular expression between slashes. */
export type TextMatcher =
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly matches: (text: string) => boolean }
  | { readonly kind: 'invalid'; readonly problem: string };

/**
 * `cart` matches names that contain it, whatever the case; `/^GET .*\/orders/` is a regular expression
 * (flags may follow the last slash; `i` is on unless the expression has capitals).
 */
export function parseTextMatcher(input: string): TextMatcher {
  const text = input.trim();
  if (text === '') return { kind: 'all' };
  const regex = /^\/(.+)\/([a-z]*)$/s.exec(text);
  if (regex === null) {
    const wanted = text.toLowerCase();
    return { kind: 'some', matches: (name) => name.toLowerCase().includes(wanted) };
  }
  const [, source = '', flags = ''] = regex;
  try {
    const smartCase = flags === '' && source === source.toLowerCase() ? 'i' : flags;
    const expression = new RegExp(source, smartCase.replace(/[gy]/g, ''));
    return { kind: 'some', matches: (name) => expression.test(name) };
  } catch (error) {
    return { kind: 'invalid', problem: error instanceof Error ? error.message : 'Not a regular expression' };
  }
}
