import { z } from 'zod';
import type { NewReportedCheck } from '../aggregates.ts';
import { isCount } from '../gatling-stats/figure.ts';
import { memberOf, membersOf, type LiteralDocument } from '../gatling-stats/literal-document.ts';

/** Between the groups of a path. k6 forbids it in the name of a group or check. */
const SEPARATOR = '::';

const count = z.number().refine(isCount);

/** Names are the keys where checks and groups are an object, so the member may be missing there. */
const checkSchema = z.object({ name: z.string().optional(), passes: count, fails: count });

/** The checks of a group and of all groups in it; `groups` and `checks` are lists, or objects by name. */
export function checksOfGroup(root: unknown, document: LiteralDocument): NewReportedCheck[] {
  const checks: NewReportedCheck[] = [];
  const visit = (group: object, path: readonly string[]): void => {
    for (const [name, value] of entriesOf(memberOf(group, 'checks'))) {
      const check = readCheck(value, name, path.join(SEPARATOR));
      if (check === null) document.reject(value, group, 'a check without name, passes and fails');
      else checks.push(check);
    }
    for (const [name, value] of entriesOf(memberOf(group, 'groups'))) {
      const child = membersOf(value);
      const own = memberOf(child, 'name') ?? name;
      if (child === null || typeof own !== 'string') document.reject(value, group, 'a group without a name');
      else visit(child, [...path, own]);
    }
  };
  const group = membersOf(root);
  if (group !== null) visit(group, []);
  return checks;
}

/** The checks of the machine-readable summary, which has them without their groups. */
export function checksOfList(list: unknown, document: LiteralDocument): NewReportedCheck[] {
  return entriesOf(list).flatMap(([name, value]) => {
    const check = readCheck(value, name, '');
    if (check === null) document.reject(value, list as object, 'a check without name, passes and fails');
    return check === null ? [] : [check];
  });
}

function readCheck(value: unknown, key: string | null, group: string): NewReportedCheck | null {
  const parsed = checkSchema.safeParse(value);
  if (!parsed.success) return null;
  const name = parsed.data.name ?? key;
  return name === null ? null : { name, group, passed: parsed.data.passes, failed: parsed.data.fails };
}

function entriesOf(value: unknown): [key: string | null, value: unknown][] {
  if (Array.isArray(value)) return value.map((item: unknown) => [null, item]);
  return Object.entries(membersOf(value) ?? {});
}
