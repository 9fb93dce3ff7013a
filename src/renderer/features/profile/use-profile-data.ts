import { useMemo } from 'react';
import type {
  ProfileFunctionTable,
  ProfileInfo,
  ProfileSelection,
  ProfileTree,
  SelectedWeight,
} from '#shared/model/profile.ts';
import { treeGeometry } from '../../charts/flame/flame-geometry.ts';
import { rankGroups, type FrameGroups } from '../../charts/flame/frame-group.ts';
import { useEngineQuery, type QueryAnswer } from '../../data/use-query.ts';
import type { ProfileScreen } from '../../state/profile-slice.ts';
import type { FlameData } from './flame-data.ts';
import { selectionOf, weightOfScreen, wholeSelection } from './profile-questions.ts';
import { useWeightFormat } from './use-weight-format.ts';
import type { WeightFormat } from './weight-format.ts';

/** Everything that the engine is asked for one screen, and what all parts of it share. */
export interface ProfileData {
  readonly selection: ProfileSelection;
  readonly functions: QueryAnswer<ProfileFunctionTable>;
  /** Of the flame graph; not asked for in other views. */
  readonly tree: QueryAnswer<ProfileTree>;
  /** Of the tree tables; the same answer where it is the same tree. */
  readonly tableTree: QueryAnswer<ProfileTree>;
  /** {@link tree} as it is drawn. */
  readonly flame: FlameData | null;
  readonly groups: FrameGroups;
  readonly format: WeightFormat;
  readonly selected: SelectedWeight | null;
}

const NO_GROUPS: FrameGroups = { names: [], weights: [] };

/** A tree of calls is drawn, rather than calls in the order of time or a sandwich. */
export function isTreeView({ view }: Pick<ProfileScreen, 'view'>): boolean {
  return view === 'flame' || view === 'left-heavy';
}

export function useProfileData(info: ProfileInfo, screen: ProfileScreen): ProfileData {
  const selection = useMemo(() => selectionOf(info, screen), [info, screen]);
  const order = screen.view === 'left-heavy' ? 'heaviest' : 'name';
  const functions = useEngineQuery('profiles.functions', { selection });
  const tree = useEngineQuery(
    'profiles.tree',
    isTreeView(screen) ? { selection, order, direction: screen.inverted ? 'callers' : 'callees' } : null,
  );
  const tableTree = useEngineQuery(
    'profiles.tree',
    screen.table === 'functions'
      ? null
      : { selection, order, direction: screen.table === 'bottom-up' ? 'callers' : 'callees' },
  );
  // Groups keep their colours whatever is selected or changed: they are ranked in the whole profile.
  const whole = useEngineQuery('profiles.functions', {
    selection: wholeSelection(info, weightOfScreen(info, screen)),
  });
  const groups = useMemo(
    () => (whole.data === null ? NO_GROUPS : rankGroups(whole.data.functions, whole.data.self)),
    [whole.data],
  );
  const selected = functions.data?.selected ?? tree.data?.selected ?? null;
  const format = useWeightFormat(info, screen, selected, whole.data?.selected.total ?? 0);
  const flame = useMemo(() => (tree.data === null ? null : flameData(tree.data)), [tree.data]);
  return { selection, functions, tree, tableTree, flame, groups, format, selected };
}

function flameData({ functions, nodes, selected }: ProfileTree): FlameData {
  return { functions, nodes, geometry: treeGeometry(nodes, selected.total, true), total: selected.total };
}
