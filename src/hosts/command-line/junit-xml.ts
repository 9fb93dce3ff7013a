/** JUnit's XML as Jenkins, GitLab and GitHub's actions read it (Jenkins' `junit-10.xsd`). */

export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly result:
    | { readonly kind: 'passed' }
    | { readonly kind: 'skipped' | 'failure' | 'error'; readonly type: string; readonly message: string };
  /** What else there is to say: lines. */
  readonly output: readonly string[];
}

export interface JunitSuite {
  readonly name: string;
  /** Of the run; null where its files have no time stamps. */
  readonly startedAtUs: number | null;
  readonly durationMs: number;
  readonly cases: readonly JunitCase[];
}

export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = suites.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const attributes = attributesOf({
    name: 'loadstone',
    tests: all.length,
    failures: countOf(all, 'failure'),
    errors: countOf(all, 'error'),
    time: seconds.toFixed(3),
  });
  const body = suites.map(suiteXml).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${body}</testsuites>\n`;
}

function suiteXml({ name, startedAtUs, durationMs, cases }: JunitSuite): string {
  const attributes = attributesOf({
    name,
    tests: cases.length,
    failures: countOf(cases, 'failure'),
    errors: countOf(cases, 'error'),
    skipped: countOf(cases, 'skipped'),
    time: (durationMs / 1000).toFixed(3),
    // The schema wants no zone; it is UTC.
    ...(startedAtUs === null ? {} : { timestamp: new Date(startedAtUs / 1000).toISOString().slice(0, 19) }),
  });
  return `  <testsuite${attributes}>\n${cases.map(caseXml).join('')}  </testsuite>\n`;
}

function caseXml({ name, classname, result, output }: JunitCase): string {
  const start = `    <testcase${attributesOf({ name, classname, time: '0.000' })}`;
  const parts: string[] = [];
  if (result.kind === 'skipped') parts.push(`      <skipped${attributesOf({ message: result.message })}/>\n`);
  if (result.kind === 'failure' || result.kind === 'error') {
    const { kind, message, type } = result;
    parts.push(`      <${kind}${attributesOf({ message, type })}>${escaped(message)}</${kind}>\n`);
  }
  if (output.length > 0) parts.push(`      <system-out>${escaped(output.join('\n'))}</system-out>\n`);
  return parts.length === 0 ? `${start}/>\n` : `${start}>\n${parts.join('')}    </testcase>\n`;
}

function countOf(cases: readonly JunitCase[], kind: JunitCase['result']['kind']): number {
  return cases.filter(({ result }) => result.kind === kind).length;
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${attributeText(String(value))}"`)
    .join('');
}

function attributeText(text: string): string {
  return escaped(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

/** XML 1.0 has no way to write most control characters, or half of a character: they are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
