import { vi } from 'vitest';

/** jsdom has no `DataTransfer`: as much of it as a file that is chosen by script needs. */
export function fakeDataTransfer(): void {
  vi.stubGlobal(
    'DataTransfer',
    class {
      readonly files: File[] = [];
      readonly items = { add: (file: File) => this.files.push(file) };
    },
  );
}
