/**
 * Adds the file input of speedscope's first page, which takes the first file of a change.
 * @returns the files that were taken so far
 */
export function addFileInput(page: Document): File[] {
  const taken: File[] = [];
  const input = page.createElement('input');
  input.id = 'file';
  let files: readonly File[] = [];
  // jsdom takes no list of files but its own, which cannot be made.
  Object.defineProperty(input, 'files', {
    get: () => files,
    set: (list: readonly File[]) => {
      files = list;
    },
  });
  input.addEventListener('change', () => taken.push(...files.slice(0, 1)));
  page.body.append(input);
  return taken;
}
