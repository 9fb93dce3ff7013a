import { AppError } from '#shared/contract/errors.ts';
import type { LabelRule } from '#shared/model/label-rules.ts';
import { replaceIdentifiers } from './builtin-rule.ts';
import { expand, parseReplacement, type Replacement } from './replacement.ts';

/** Of a longer label, patterns see this much; the rest stays as it is. Also how long a label can become. */
export const MAX_LABEL_CHARS = 4096;

export interface CompiledRule {
  /** As messages call it: "Rule 2". */
  readonly title: string;
  /** Patterns of people may take for ever on some label. */
  readonly needsTimeLimit: boolean;
  /** A rule that is off, or would leave nothing of a label, leaves it as it is. */
  apply(label: string): string;
}

/** @throws {AppError} `bad-request` that says which rule, where in its pattern, and why */
export function compileRules(rules: readonly LabelRule[]): CompiledRule[] {
  return rules.map((rule, index) => {
    const title = `Rule ${index + 1}`;
    if (rule.kind === 'regex') {
      // Also when it is off: what is stored can be switched on.
      const { expression, replacement } = compilePattern(rule, title);
      if (rule.enabled)
        return { title, needsTimeLimit: true, apply: (label) => replace(label, expression, replacement) };
    }
    const apply = rule.enabled ? replaceIdentifiers : (label: string): string => label;
    return { title, needsTimeLimit: false, apply };
  });
}

type RegexRule = Extract<LabelRule, { readonly kind: 'regex' }>;

function compilePattern(
  rule: RegexRule,
  title: string,
): { readonly expression: RegExp; readonly replacement: Replacement } {
  const flags = `${rule.flags ?? 'g'}u`;
  let expression: RegExp;
  try {
    expression = new RegExp(rule.pattern, flags);
  } catch (error) {
    const at = failingFrom(rule.pattern);
    const rest = rule.pattern.slice(at, at + 20);
    throw new AppError(
      'bad-request',
      `${title}: the pattern is no regular expression from character ${at + 1} on ("${rest}"): ${reasonOf(error)}.`,
      {
        hint: 'Signs with a meaning of their own, such as ( ) [ ] { } . ? +, are written with \\ before them.',
      },
    );
  }
  const replacement = parseReplacement(rule.replacement, groupsOf(rule.pattern));
  if ('problem' in replacement)
    throw new AppError('bad-request', `${title}: the replacement uses ${replacement.problem}.`, {
      hint: 'A dollar that is meant as such is written $$.',
    });
  return { expression, replacement };
}

/** "Invalid regular expression: /(/u: Unterminated group" */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(': ') + 2).replace(/\.$/u, '');
}

/** Engines do not say where; what comes behind the longest beginning that is an expression cannot be one. */
function failingFrom(pattern: string): number {
  for (let length = pattern.length - 1; length > 0; length--) {
    try {
      new RegExp(pattern.slice(0, length), 'u');
      return length;
    } catch {
      // Still broken.
    }
  }
  return 0;
}

function groupsOf(pattern: string): { readonly count: number; readonly names: readonly string[] } {
  const match = new RegExp(`${pattern}|`, 'u').exec('')!;
  return { count: match.length - 1, names: Object.keys(match.groups ?? {}) };
}

function replace(label: string, expression: RegExp, replacement: Replacement): string {
  const seen = label.length <= MAX_LABEL_CHARS ? label : wholeCharacters(label, MAX_LABEL_CHARS);
  let out = '';
  let from = 0;
  expression.lastIndex = 0;
  for (;;) {
    const match = expression.exec(seen);
    if (match === null) break;
    out += seen.slice(from, match.index) + expand(replacement, match);
    from = match.index + match[0].length;
    // Matches can be many and each be replaced by much.
    if (!expression.global || out.length > MAX_LABEL_CHARS) break;
    if (match[0] === '') expression.lastIndex += (seen.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
  }
  const replaced =
    out.length > MAX_LABEL_CHARS ? wholeCharacters(out, MAX_LABEL_CHARS) : out + label.slice(from);
  return replaced.trim() === '' ? label : replaced;
}

/** Does not cut a character of two code units in halves. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
