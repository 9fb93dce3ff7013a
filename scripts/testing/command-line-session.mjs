/**
 * The built command line, many times in one process: each line of the input is the words of one command as a JSON list,
 * and is answered by one line: `{"printed": …, "code": …}`. For end-to-end tests, because starting Node and parsing the
 * engine takes longer than most commands.
 */
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const cli = process.argv[2] ?? '';
// Each command leaves its handlers of signals behind.
process.setMaxListeners(0);
process.stdout.setMaxListeners(0);

const answer = process.stdout.write.bind(process.stdout);
let printed = '';
process.stdout.write = (/** @type {string | Uint8Array} */ chunk) => {
  printed += String(chunk);
  return true;
};

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  printed = '';
  /** @type {unknown} */
  const words = JSON.parse(line);
  process.argv = [process.execPath, cli, .../** @type {string[]} */ (words)];
  // With an address of its own the entry runs anew; what it imports stays.
  count += 1;
  await import(`${pathToFileURL(cli).href}?command=${count}`);
  answer(`${JSON.stringify({ printed, code: process.exitCode })}\n`);
}
