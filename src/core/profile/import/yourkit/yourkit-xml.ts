import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { IndentedTree } from '../text/indented-tree.ts';
import { XmlTags, type XmlAttributes } from '../text/xml-tags.ts';
import { yourKitRow, type YourKitRow } from './yourkit-name.ts';

/** Exports of YourKit Java Profiler as XML: nodes of call trees inside each other; each view is a profile. */
export const yourKitXml: ProfileFormat = {
  id: 'yourkit-xml',
  label: 'YourKit XML',
  extensions: ['xml'],
  probe,
  open: (context) => new YourKitXmlReader(context),
};

const NS_PER_MS = 1e6;

function probe({ text }: ProbeHead): ProbeResult {
  return /^\s*(?:<\?xml|<view\b)/u.test(text) &&
    /<view\b/u.test(text) &&
    /<node\b[^>]*\bcall_tree="/u.test(text)
    ? { score: 0.95, reasons: ['views with nodes of a call tree of YourKit'] }
    : NOT_THIS_PROFILE;
}

/** A call tree while it is read. */
interface View {
  readonly name: string;
  readonly builder: ProfileBuilder;
  /** Made with the first thread. */
  tree: IndentedTree | null;
}

class YourKitXmlReader implements ProfileReader {
  private readonly name: string;
  private readonly tags: XmlTags;
  private readonly views: View[] = [];
  private depth = 0;
  private hasSelf = true;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.tags = new XmlTags(
      (name, attributes) => this.open(name, attributes),
      (name) => {
        if (name === 'node') this.depth--;
      },
    );
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.tags.consume(bytes, length, final);
  }

  finish(): readonly NewProfile[] {
    for (const { tree } of this.views) tree?.finish();
    const filled = this.views.filter(({ builder }) => builder.sampleCount > 0);
    if (filled.length === 0) {
      throw new AppError('file-damaged', 'There is no call tree with times in this export of YourKit.', {
        hint: 'Export the call tree again: File > Export to > XML.',
      });
    }
    return filled.map(({ name, builder }) => {
      if (!this.tags.complete)
        builder.warnings.add(
          'cut-short',
          'The XML is damaged or ends in the middle; what came before was read.',
        );
      return builder.finish({ name: filled.length === 1 ? this.name : name, tool: 'YourKit' });
    });
  }

  private open(name: string, attributes: XmlAttributes): void {
    if (name === 'view') {
      const builder = new ProfileBuilder([{ name: 'time', unit: 'ns' }], false);
      this.views.push({ name: attributes.get('description') ?? this.name, builder, tree: null });
      this.depth = 0;
      return;
    }
    const view = this.views.at(-1);
    if (name !== 'node') return;
    this.depth++;
    const title = attributes.get('call_tree');
    if (view === undefined || title === undefined) return;
    const self = numberOf(attributes.get('self_time_ms'));
    const total = numberOf(attributes.get('time_ms'));
    if (self === null && total === null) {
      view.builder.warnings.add('bad-nodes', 'Nodes without a time weigh nothing.');
    }
    this.hasSelf = view.tree === null ? self !== null : this.hasSelf;
    const row = rowOf(title, attributes);
    if (row.row === 'thread') {
      const thread = view.builder.addThread(row.name, { threadId: row.threadId });
      if (view.tree === null) view.tree = this.treeOf(view, thread);
      else view.tree.changeThread(thread);
    }
    view.tree ??= this.treeOf(view, view.builder.addThread('all threads'));
    const ms = (this.hasSelf ? self : total) ?? 0;
    const frame = row.row === 'function' ? view.builder.frames.idOf(row.frame) : null;
    view.tree.row(this.depth, frame, [ms * NS_PER_MS]);
  }

  private treeOf({ builder }: View, thread: number): IndentedTree {
    return new IndentedTree(builder, [this.hasSelf ? 'own' : 'inclusive'], thread);
  }
}

/** Class and method stand in attributes of their own where the export has them. */
function rowOf(title: string, attributes: XmlAttributes): YourKitRow {
  const row = yourKitRow(title);
  const method = attributes.get('javaMethod');
  const owner = attributes.get('javaClass');
  if (row.row !== 'function' || method === undefined || method === '' || owner === undefined || owner === '')
    return row;
  return { row: 'function', frame: { name: `${owner}.${method}`, kind: 'program' } };
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text.replaceAll(',', ''));
  return Number.isFinite(value) && value >= 0 ? value : null;
}
