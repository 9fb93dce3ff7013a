import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { EMPTY_STACK, NO_PARENT, type NewProfile } from '../../model/profile.ts';
import { isObject, listOf, numberOf } from '../json/json-fields.ts';
import type { JsonAction, JsonPath, JsonVisitor } from '../json/json-visitor.ts';
import { JsonWalker } from '../json/json-walker.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { frameOfCallFrame, ROOT } from './call-frame.ts';

/**
 * `.heapprofile` of V8's sampling heap profiler (HeapProfiler.SamplingHeapProfile): bytes that were allocated and still
 * alive at the end, scaled by V8 already.
 */
export const heapProfile: ProfileFormat = {
  id: 'v8-heapprofile',
  label: 'V8 sampling heap profile',
  extensions: ['heapprofile'],
  probe,
  open: (context) => new HeapProfileReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  return /^\s*\{\s*"head"\s*:\s*\{/u.test(text) && text.includes('"selfSize"')
    ? { score: 0.95, reasons: ['a tree of call frames with sizes, as V8 writes it'] }
    : NOT_THIS_PROFILE;
}

class HeapProfileReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  private readonly builder = new ProfileBuilder([{ name: 'allocated and alive', unit: 'bytes' }], false);
  private nodes = 0;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('heap profile', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath): JsonAction {
    if (path.length === 0) return 'enter';
    // The samples say the same by time of allocation, without a clock.
    return path.length === 1 && path[0] === 'head' ? 'value' : 'skip';
  }

  value(_path: JsonPath, head: unknown): void {
    const { builder } = this;
    const waiting: { readonly node: unknown; readonly stack: number }[] = [{ node: head, stack: NO_PARENT }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, stack: above } = next;
      if (!isObject(node)) continue;
      this.nodes++;
      const frame = frameOfCallFrame(node['callFrame']);
      const isRoot = above === NO_PARENT && frame.name === ROOT;
      const stack = isRoot ? NO_PARENT : builder.stacks.childOf(above, builder.frames.idOf(frame));
      const size = numberOf(node['selfSize']) ?? 0;
      if (size !== 0) builder.sample(0, 0, isRoot ? EMPTY_STACK : stack, size);
      for (const child of listOf(node['children']).toReversed()) waiting.push({ node: child, stack });
    }
  }

  elements(): void {
    // Nothing is asked for as elements.
  }

  finish(): readonly NewProfile[] {
    if (!this.walker.complete || this.nodes === 0) {
      throw new AppError('file-damaged', 'This heap profile ends too early: its JSON is cut short.', {
        hint: 'Copy the file again, or record again.',
      });
    }
    this.builder.addThread('main');
    return [this.builder.finish({ name: this.name, tool: 'V8' })];
  }
}
