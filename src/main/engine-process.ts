import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '#core/engine.ts';
import { temporaryDirectory } from '#core/io/machine.ts';
import { removeFolder } from '#core/io/workspace-files.ts';
import { engineOptions } from '../hosts/common/engine-options.ts';
import { installationAt } from '../hosts/common/installation.ts';
import type { StartMessage } from './engine-messages.ts';
import { MainPrinter } from './engine-process-printing.ts';
import { serveMain } from './engine-process-server.ts';
import { parentPort } from './parent-port.ts';

/**
 * Entry of the utility process in which the engine of one window runs. Nothing of Electron is imported here: the same
 * engine runs in the other hosts.
 */
const installation = installationAt(new URL('./', import.meta.url));
const parent = parentPort();
const printer = new MainPrinter((message) => parent.postMessage(message));

serveMain({
  parent,
  printer,
  tempDirectory: temporaryDirectory(),
  createEngine: (start, workspacePath) =>
    createEngine({
      ...engineOptions(
        { ...installation, sample: installation.sample ?? packedSample(start) },
        {
          workspacePath,
          remember: true,
          memoryLimitBytes: start.memoryLimitBytes,
          threads: start.threads,
        },
      ),
      configDirectory: start.configDirectory,
      printer,
    }),
  cleanUp: () => removeFolder(temporaryDirectory()),
  exit: (code) => process.exit(code),
});

// Ctrl-C in a terminal reaches every process of the app; the main process gets it too and ends this one in order.
process.on('SIGINT', () => undefined);

/**
 * The installed app has its sample files beside the archive with the code, because an importer reads them by path.
 * Seen from a folder two levels deep there they lie where {@link installationAt} looks.
 */
function packedSample({ resourcesDirectory }: StartMessage): ReturnType<typeof installationAt>['sample'] {
  return installationAt(pathToFileURL(join(resourcesDirectory, 'out', 'main', '/'))).sample;
}
