import { Microscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { useActions, useAppState } from '../../state/use-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';

/** Where this window has speedscope: opens what is selected of the profile in it. */
export function OpenInSpeedscope({ profileId }: { readonly profileId: number }): ReactNode {
  const available = useAppState((state) => state.speedscope.available);
  const { openInSpeedscope } = useActions();
  if (!available) return null;
  return (
    <IconButton label="Open in speedscope" onClick={() => openInSpeedscope(profileId)}>
      <Microscope />
    </IconButton>
  );
}
