/**
 * Groups of Gatling as one text, outermost first, in the form in which k6 writes its own: `::shop::catalogue`. So a tag
 * `group` means the same in the runs of both tools.
 */
export function groupPath(names: readonly string[]): string {
  let path = '';
  for (const name of names) path += `::${name}`;
  return path;
}

/** What the transaction of a group is called: `shop::catalogue`. */
export function groupName(path: string): string {
  return path.slice('::'.length);
}
