import { junitXml } from './junit-xml.ts';
import { writeReport } from './output-file.ts';
import { unjudgedMarkdown } from './pull-request-summary.ts';
import type { SideOptions } from './side-arguments.ts';

/**
 * Says in the documents for CI servers that nothing was judged, and why: a document that is not there, or is that of an
 * earlier build, would be read as if nothing had happened.
 * @param problems a text each; none where the command was cancelled, which leaves the documents alone
 * @throws {AppError} where they cannot be written
 */
export async function writeUnjudged(
  name: 'compare' | 'gate',
  { markdown, junit }: Pick<SideOptions, 'markdown' | 'junit'>,
  problems: readonly string[],
): Promise<void> {
  if (problems.length === 0) return;
  await writeReport(markdown, () => unjudgedMarkdown(name, problems));
  await writeReport(junit, () =>
    junitXml([
      {
        name: name === 'compare' ? 'Comparison' : 'Gates',
        startedAtUs: null,
        durationMs: 0,
        cases: problems.map((message, index) => ({
          name: problems.length === 1 ? 'Input' : `Input ${index + 1}`,
          classname: name === 'compare' ? 'loadstone.compare' : 'loadstone.gates',
          result: { kind: 'error', type: 'unreadable', message },
          output: [],
        })),
      },
    ]),
  );
}
