/** A reader of well-formed XML, and what `junit-10.xsd` of Jenkins' xUnit plugin says of a document of test results. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const TOKEN = /<\?xml[^>]*\?>|<(\/?)([A-Za-z-]+)((?:\s+[A-Za-z-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/guy;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

/** @throws {Error} for what is no well-formed XML */
export function readXml(xml: string): XmlElement {
  if (FORBIDDEN.test(xml)) throw new Error('XML has characters that it cannot have');
  const open: { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] = [
    { name: '', attributes: {}, children: [], text: '' },
  ];
  let end = 0;
  for (const match of xml.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, closing, name, attributes = '', empty, text] = match;
    const top = open.at(-1)!;
    if (text !== undefined) top.text += entities(text);
    else if (name === undefined) continue;
    else if (closing === '/') {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
      open.at(-1)!.children.push(top);
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      if (empty === '/') top.children.push(element);
      else open.push(element);
    }
  }
  if (end !== xml.length || open.length !== 1) throw new Error(`XML ends or breaks at character ${end}`);
  const [root, ...more] = open[0]!.children;
  if (root === undefined || more.length > 0) throw new Error('XML has one root');
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([A-Za-z-]+)="([^"]*)"/gu)].map(
    ([, name, value]) => [name!, entities(value!)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length)
    throw new Error('An attribute stands twice');
  return Object.fromEntries(pairs);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entities(text: string): string {
  return text.replace(/&([^;&]*);|&/gu, (whole, entity: string | undefined) => {
    const value =
      entity?.startsWith('#') === true ? String.fromCodePoint(Number(entity.slice(1))) : named[entity ?? ''];
    if (value === undefined) throw new Error(`"${whole}" is no entity`);
    return value;
  });
}

const NUMBER = /^\d+$/u;
const DECIMAL = /^\d+(?:\.\d+)?$/u;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u;

interface Shape {
  readonly required: readonly string[];
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly children: readonly string[];
}

const any = /^[^]*$/u;
const counts = { tests: NUMBER, failures: NUMBER, errors: NUMBER, time: DECIMAL };
const shapes: Readonly<Record<string, Shape>> = {
  testsuites: {
    required: [],
    attributes: { name: any, disabled: NUMBER, ...counts },
    children: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests'],
    attributes: {
      name: any,
      ...counts,
      disabled: NUMBER,
      skipped: NUMBER,
      timestamp: TIMESTAMP,
      hostname: any,
      id: any,
      package: any,
    },
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: {
    required: ['name'],
    attributes: { name: any, assertions: NUMBER, time: DECIMAL, classname: any, status: any },
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { required: [], attributes: { type: any, message: any }, children: [] },
  error: { required: [], attributes: { type: any, message: any }, children: [] },
  skipped: { required: [], attributes: { type: any, message: any }, children: [] },
  'system-out': { required: [], attributes: {}, children: [] },
};

/** What is not as the schema says, and counts that do not add up. */
export function structureProblems(root: XmlElement): string[] {
  const problems: string[] = root.name === 'testsuites' ? [] : [`the root is ${root.name}`];
  const visit = (element: XmlElement): void => {
    const shape = shapes[element.name];
    if (shape === undefined) {
      problems.push(`<${element.name}> is not known`);
      return;
    }
    for (const name of shape.required)
      if (!(name in element.attributes)) problems.push(`<${element.name}> without ${name}`);
    for (const [name, value] of Object.entries(element.attributes))
      if (shape.attributes[name]?.test(value) !== true) problems.push(`<${element.name} ${name}="${value}">`);
    for (const child of element.children) {
      if (!shape.children.includes(child.name)) problems.push(`<${child.name}> in <${element.name}>`);
      visit(child);
    }
    if (element.children.length > 0 && element.text.trim() !== '') problems.push(`text in <${element.name}>`);
  };
  visit(root);
  for (const suite of root.children) {
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    const having = (name: string): number =>
      cases.filter(({ children }) => children.some((child) => child.name === name)).length;
    for (const [attribute, count] of [
      ['tests', cases.length],
      ['failures', having('failure')],
      ['skipped', having('skipped')],
      ['errors', having('error')],
    ] as const)
      if (Number(suite.attributes[attribute] ?? 0) !== count) problems.push(`${attribute} is not ${count}`);
  }
  return problems;
}
