import { ByteDictionary, hashBytes, IdAllocator } from '../byte-dictionary.ts';
import type { NewTagSet, ReaderContext } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';
import type { Range } from './result.ts';

/** More attacks than these are not told apart. */
const MAX_ATTACKS = 1000;
const MAX_NAME_BYTES = 1024;

const NO_TAG_SET = -1;

/** The attack of a result (`-name`) as a tag. */
export class AttackTags {
  readonly names = new Set<string>();
  private readonly context: ReaderContext;
  private readonly warnings: WarningLog;
  private readonly attacks = new ByteDictionary(new IdAllocator(0), {
    entries: MAX_ATTACKS,
    bytes: MAX_ATTACKS * MAX_NAME_BYTES,
    whenFull: 'refuse',
  });
  private readonly setIds: number[] = [];
  private fresh: NewTagSet[] = [];

  constructor(context: ReaderContext, warnings: WarningLog) {
    this.context = context;
    this.warnings = warnings;
  }

  /** @returns the number of the tag set; -1 for none */
  idOf(bytes: Uint8Array, { start, end }: Range): number {
    if (start === end) return NO_TAG_SET;
    const stop = Math.min(end, start + MAX_NAME_BYTES);
    const attack = this.attacks.idOf(bytes, start, stop, hashBytes(bytes, start, stop));
    if (attack < 0) {
      this.warnings.add('many-attacks', `More than ${MAX_ATTACKS} attacks: further ones have no tag.`);
      return NO_TAG_SET;
    }
    return (this.setIds[attack] ??= this.create(new TextDecoder().decode(bytes.subarray(start, stop))));
  }

  send(): void {
    if (this.fresh.length === 0) return;
    this.context.emit.tagSets(this.fresh);
    this.fresh = [];
  }

  private create(attack: string): number {
    const id = this.context.tagSetIds.take();
    this.names.add(attack);
    this.fresh.push({ id, tags: [['attack', attack]] });
    return id;
  }
}
