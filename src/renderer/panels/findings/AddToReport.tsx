import { useCallback, useState, type ReactNode } from 'react';
import { PictureTakerContext, type PictureSource } from '../../charts/chart-panel/picture-taker.tsx';
import { useAppState } from '../../state/use-store.ts';
import { AddToReportDialog } from './AddToReportDialog.tsx';
import { takenForPaper, type NamedPicture } from './picture-for-paper.ts';

interface AddToReportProps {
  /** Says that it was done; `show` opens the report at its pictures. */
  readonly onAdded: (reportName: string, show: () => void) => void;
  readonly children: ReactNode;
}

/** Lets every chart below offer "Add to report" in its menu. */
export function AddToReport({ onAdded, children }: AddToReportProps): ReactNode {
  const canWrite = useAppState(
    ({ workspace }) => workspace.info?.readOnly !== true && workspace.runs.length > 0,
  );
  const [taken, setTaken] = useState<NamedPicture | null>(null);
  const take = useCallback((source: PictureSource) => {
    void takenForPaper(source).then(setTaken);
  }, []);
  return (
    <PictureTakerContext value={canWrite ? take : null}>
      {children}
      {taken !== null && (
        <AddToReportDialog picture={taken} onAdded={onAdded} onClose={() => setTaken(null)} />
      )}
    </PictureTakerContext>
  );
}
