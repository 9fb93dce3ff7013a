import './heap-growth.css';
import { useCallback, useMemo, useState, type ReactNode, type Ref } from 'react';
import type { Phase } from '#shared/model/phases.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import type { MenuEntry } from '../../ui/menu-item.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { PhaseRibbon } from '../phase-ribbon/PhaseRibbon.tsx';
import { drawHeapGrowth, drawHeapOverlay } from './draw.ts';
import { HeapFlags } from './HeapFlags.tsx';
import { usedAt, type HeapGrowthModel } from './model.ts';
import { flagAt, heapGrowthScene, type HeapGrowthScene } from './scene.ts';
import { describeHeapGrowth } from './summary.ts';

interface HeapGrowthChartProps {
  readonly model: HeapGrowthModel;
  /** Of the linked run; null: none, or not known. */
  readonly phases: readonly Phase[] | null;
  /** Id of the band that is meant; the others recede. */
  readonly highlighted: string | null;
  /** Leaves a snapshot out, or takes it in again. */
  readonly onToggle: (snapshotId: number) => void;
  /** A flag was let go of over another one. */
  readonly onCompare: (beforeId: number, afterId: number) => void;
  readonly menuOf: (snapshotId: number) => readonly MenuEntry[];
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The live heap over the snapshots of a series, cut into bands, with a flag where each snapshot was taken. */
export function HeapGrowthChart(props: HeapGrowthChartProps): ReactNode {
  const { model, phases, highlighted, onToggle, onCompare, menuOf, ref } = props;
  const { root, host, viewport, palette } = useChartCanvas(ref);
  const [at, setAt] = useState(-1);
  const withRibbon = model.run !== null && phases !== null && phases.length > 0;
  const scene = useMemo(
    () => heapGrowthScene(model, viewport, palette, withRibbon),
    [model, viewport, palette, withRibbon],
  );
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawHeapGrowth(context, scene, highlighted),
    [scene, highlighted],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawHeapOverlay(context, scene, at),
    [scene, at],
  );
  return (
    <div
      ref={root}
      className="chart heap-growth-chart"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        setAt(flagAt(scene, event.clientX - box.left));
      }}
      onPointerLeave={() => setAt(-1)}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={describeHeapGrowth(model)}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      {withRibbon && scene.ribbonTop !== null && (
        <PhaseRibbon
          phases={phases}
          scale={{
            left: scene.toX(model.domain[0]),
            right: scene.toX(model.domain[1]),
            domain: { fromMs: model.domain[0], toMs: model.domain[1] },
          }}
          top={scene.ribbonTop}
        />
      )}
      <HeapFlags scene={scene} onToggle={onToggle} onCompare={onCompare} menuOf={menuOf} />
      <Readout scene={scene} at={at} />
    </div>
  );
}

function Readout({ scene, at }: { readonly scene: HeapGrowthScene; readonly at: number }): ReactNode {
  const { model, kept, unit, perUnit, toX, top } = scene;
  const flag = model.flags[at];
  if (flag === undefined) return null;
  const place = kept.indexOf(flag);
  const used = usedAt(model, flag.at);
  const size = (bytes: number): string => `${numberFormat.short(bytes / perUnit)} ${unit}`;
  return (
    <ChartTooltip
      anchor={{ x: toX(flag.at), y: top }}
      title={`${flag.label} ${flag.name}`}
      note={flag.elapsedMs === null ? null : formatElapsed(flag.elapsedMs)}
      rows={[
        { name: 'Heap', value: size(flag.totalBytes) },
        ...(Number.isNaN(used) ? [] : [{ name: 'Used, by the metric', value: size(used) }]),
        ...(flag.operations === null
          ? []
          : [{ name: 'Requests before it', value: numberFormat.count(flag.operations) }]),
        ...(place < 0
          ? []
          : model.bands.map(({ name, bytes }) => ({ name, value: size(bytes[place] ?? 0) }))),
      ]}
      foot={
        flag.leftOut
          ? 'Left out: it is not in the figures.'
          : flag.outside
            ? 'Outside of the linked run: check the clock offset.'
            : null
      }
    />
  );
}
