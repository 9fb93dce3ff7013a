import { KnownTexts, type TagText, type TagTextLimits } from '../k6/known-texts.ts';
import type { TagSet, TagSets } from '../k6/tag-sets.ts';

const EMPTY_OBJECT = Uint8Array.of(123, 125);

/** Tags as JSON: `{…}` or `{…},"metadata":{…}` or `null`. */
export class TagTexts extends KnownTexts {
  private readonly tagSets: TagSets;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(tagSets: TagSets, limits?: TagTextLimits) {
    super(limits);
    this.tagSets = tagSets;
  }

  /** The entry of `{}`: a first guess. */
  empty(): TagText {
    return this.add(EMPTY_OBJECT, this.tagSets.none);
  }

  /** The text `bytes[start..end)` stands behind `"tags":` and runs to the end of `data`. */
  protected override read(bytes: Uint8Array, start: number, end: number): TagSet | null {
    const text = this.decoder.decode(bytes.subarray(start, end));
    let data: Readonly<Record<string, unknown>>;
    try {
      // The text is complete in itself if it makes a valid object here; else braces or quotes reach beyond it.
      data = JSON.parse(`{"tags":${text}}`) as Readonly<Record<string, unknown>>;
    } catch {
      return null;
    }
    // Another member could be a second `value`, which would count instead of the first.
    for (const name of Object.keys(data)) if (name !== 'tags' && name !== 'metadata') return null;
    return this.tagSets.of(data['tags'], data['metadata']);
  }
}
