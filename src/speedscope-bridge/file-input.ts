/** The input behind speedscope's "Browse" button. */
const INPUT = '#file';

/**
 * Gives speedscope a file as if a person had chosen it (method R3): of all ways to hand it a profile the one that needs
 * neither an address with data in it nor base64, and that works under any scheme.
 * @returns settles when speedscope has the file
 * @throws {Error} when it has shown no file input after `limitMs`
 */
export async function chooseFile(page: Document, file: File, limitMs = 15_000): Promise<void> {
  const input = await fileInput(page, limitMs);
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** speedscope draws its first page by script, which may not have run yet. */
function fileInput(page: Document, limitMs: number): Promise<HTMLInputElement> {
  const find = (): HTMLInputElement | null => page.querySelector<HTMLInputElement>(INPUT);
  return new Promise((resolve, reject) => {
    const there = find();
    if (there !== null) {
      resolve(there);
      return;
    }
    const observer = new MutationObserver(() => {
      const input = find();
      if (input === null) return;
      stop();
      resolve(input);
    });
    const timer = setTimeout(() => {
      stop();
      reject(new Error('speedscope did not start.'));
    }, limitMs);
    const stop = (): void => {
      clearTimeout(timer);
      observer.disconnect();
    };
    observer.observe(page, { childList: true, subtree: true });
  });
}
