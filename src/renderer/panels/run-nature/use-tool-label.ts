import { useAppState } from '../../state/use-store.ts';

/** The name that a tool is known by: `k6`, `JMeter`. */
export function useToolLabel(tool: string): string {
  return useAppState(
    ({ workspace }) => workspace.engine?.formats.find((format) => format.tool === tool)?.toolLabel ?? tool,
  );
}
