import { useEffect } from 'react';
import { useAppState } from '../state/use-store.ts';
import { useServices } from './services.tsx';

/** The desktop shell's menu, theme and opened files, where there is a shell. */
export function useDesktop(): void {
  const { connection, commands, store, workspace } = useServices();
  const { desktop } = connection;
  const theme = useAppState((state) => state.layout.theme);

  useEffect(() => desktop?.setTheme(theme), [desktop, theme]);

  useEffect(
    () =>
      desktop?.onMenuCommand((name) => {
        const command = commands.find(({ id }) => id === name);
        if (command?.enabled?.(store.getState()) !== false) command?.run();
      }),
    [desktop, commands, store],
  );

  useEffect(() => desktop?.onFilesOpened((files) => void workspace.takeChosen(files)), [desktop, workspace]);
}
