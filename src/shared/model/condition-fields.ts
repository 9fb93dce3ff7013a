/** Names of the fields of conditions; see `Condition`. */

/** The name of a source, which is known without looking at its samples. */
export const SOURCE_FIELD = 'source';
/** Before the name of a tag. */
export const TAG_PREFIX = 'tag:';

const labels: Readonly<Record<string, string>> = {
  code: 'Code',
  failure: 'Failure message',
  method: 'Method',
  'thread-group': 'Thread group',
  thread: 'Thread',
  [SOURCE_FIELD]: 'Source',
};

/** What people call a field: `Thread group`; a tag by its name. */
export function fieldLabel(field: string): string {
  return field.startsWith(TAG_PREFIX) ? field.slice(TAG_PREFIX.length) : (labels[field] ?? field);
}
