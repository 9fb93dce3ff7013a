import { app } from 'electron';
import { launchRequestSchema, type LaunchRequest } from './launch-request.ts';

/**
 * One Loadstone for each settings folder. A second start hands over what it was asked for; as data, because Chromium
 * rearranges arguments on the way.
 * @returns false in the second one, which has to end
 */
export function isOnlyInstance(request: LaunchRequest): boolean {
  return app.requestSingleInstanceLock(request);
}

export function onSecondInstance(open: (request: LaunchRequest) => void): void {
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const parsed = launchRequestSchema.safeParse(data);
    // From another version of Loadstone: the person still expects to see a window.
    open(parsed.success ? parsed.data : { workspace: null, files: [] });
  });
}
