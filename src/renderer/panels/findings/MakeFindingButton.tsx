import { useContext, type ReactNode, type RefObject } from 'react';
import type { ChartHandle } from '../../charts/chart-handle.ts';
import { PictureTakerContext, type FindingDraft } from '../../charts/chart-panel/picture-taker.tsx';
import { Button } from '../../ui/Button.tsx';

interface MakeFindingButtonProps {
  /** Title of the picture. */
  readonly title: string;
  readonly chart: RefObject<ChartHandle | null>;
  /** What is on screen, in words; null: nothing can be said of it. */
  readonly finding: FindingDraft | null;
  /** What was asked for. */
  readonly query: string;
}

/** Takes the sentence, the picture and what was asked for to a report, as a finding of a person's own. */
export function MakeFindingButton({ title, chart, finding, query }: MakeFindingButtonProps): ReactNode {
  const takePicture = useContext(PictureTakerContext);
  return (
    <Button
      size="small"
      variant="ghost"
      disabled={takePicture === null || finding === null}
      title={
        takePicture === null
          ? 'Findings go to reports, and those are about runs: open a run first'
          : undefined
      }
      onClick={() => {
        if (finding !== null) takePicture?.({ title, query, finding, take: () => pictureOf(chart) });
      }}
    >
      Make a finding
    </Button>
  );
}

/** Takes the picture alone. */
export function AddToReportButton({
  title,
  chart,
  query,
}: Omit<MakeFindingButtonProps, 'finding'>): ReactNode {
  const takePicture = useContext(PictureTakerContext);
  return (
    <Button
      size="small"
      variant="ghost"
      disabled={takePicture === null}
      title={takePicture === null ? 'Reports are about runs: open a run first' : undefined}
      onClick={() => takePicture?.({ title, query, take: () => pictureOf(chart) })}
    >
      Add to report
    </Button>
  );
}

function pictureOf(chart: RefObject<ChartHandle | null>) {
  return { svg: chart.current?.svg?.() ?? null, canvas: chart.current?.snapshot() ?? null };
}
