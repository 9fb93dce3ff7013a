import type { DesktopApi } from '#shared/contract/desktop.ts';
import type { FileGateway } from './file-gateway.ts';

/** The shell knows the paths; the page hands over File objects and gets ids. */
export function createDesktopFiles(desktop: DesktopApi<File>): FileGateway {
  return {
    register: (files) => desktop.registerFiles(files),
    pickFiles: () => desktop.pickFiles(),
    pickWorkspace: () => desktop.pickWorkspace(),
    pickSaveTarget: (suggestedName) => desktop.pickSaveTarget(suggestedName),
  };
}
