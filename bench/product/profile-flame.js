/** The flame graph of the window, for a page of its own. Types: profile-flame.d.ts, by hand. */
export { createElement } from 'react';
export { createRoot } from 'react-dom/client';
export { FlameChart } from '../../src/renderer/charts/flame/FlameChart.tsx';
export { treeGeometry } from '../../src/renderer/charts/flame/flame-geometry.ts';
export { rankGroups } from '../../src/renderer/charts/flame/frame-group.ts';
export { matchedWeight, matchFunctions } from '../../src/renderer/charts/flame/function-search.ts';
export { useFramePalette } from '../../src/renderer/charts/flame/use-frame-palette.tsx';
export { functionName } from '../../src/renderer/features/profile/function-words.ts';
export { useFlameContent } from '../../src/renderer/features/profile/use-flame-content.ts';
export { weightFormat } from '../../src/renderer/features/profile/weight-format.ts';
import '../../src/renderer/styles/tokens.css';
import '../../src/renderer/styles/base.css';
