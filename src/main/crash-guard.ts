import { app, clipboard, dialog } from 'electron';
import { AppError } from '#shared/contract/errors.ts';
import { APP_NAME } from './window-title.ts';

/**
 * The last resort for a failure in the main process: said in words instead of Electron's box with a stack trace. The
 * process ends, because nobody knows what still works in it; workspaces are safe, they belong to other processes.
 */
export function endOnFailure(error: unknown): void {
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`loadstone: ${failure.stack ?? failure.message}\n`);
  if (app.isReady()) {
    const answer = dialog.showMessageBoxSync({ type: 'error', title: APP_NAME, ...description(failure) });
    if (answer === 1) {
      void clipboard.writeText(failure.stack ?? failure.message).finally(() => app.exit(1));
      return;
    }
  } else {
    // The only box that can be shown so early.
    const { message, detail } = description(failure);
    dialog.showErrorBox(message, detail);
  }
  app.exit(1);
}

export function guardAgainstCrashes(): void {
  process.on('uncaughtException', endOnFailure);
  process.on('unhandledRejection', endOnFailure);
}

function description(failure: Error): { message: string; detail: string; buttons: string[] } {
  const buttons = ['Close', 'Copy details'];
  if (failure instanceof AppError) return { message: failure.message, detail: failure.hint ?? '', buttons };
  return {
    message: `${APP_NAME} has to close`,
    detail: `Something unexpected happened: ${failure.message}\n\nWorkspaces are not affected. Start ${APP_NAME} again; if it happens again, please report it with the details.`,
    buttons,
  };
}
