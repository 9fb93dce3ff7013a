import { describe, expect, it } from 'vitest';
import { ByteDictionary, IdAllocator } from '../byte-dictionary.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';
import {
  CONTROLLER_MESSAGE,
  EMPTY_CONTROLLER_MESSAGE,
  MessageKinds,
  NO_CONTROLLER,
} from './message-kinds.ts';

function enter(messages: ByteDictionary, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const words = new DataView(bytes.buffer);
  return messages.entryOf(bytes, words, 0, bytes.length, hashText(words, 0, bytes.length));
}

describe('MessageKinds', () => {
  it('knows the messages of controllers', () => {
    const messages = new ByteDictionary(new IdAllocator(1));
    const kinds = new MessageKinds(messages);
    const kindOf = (text: string): number => kinds.kindOf(enter(messages, text));
    expect(kindOf('OK')).toBe(NO_CONTROLLER);
    expect(kindOf('Number of samples in transaction : 3, number of failing samples : 0')).toBe(
      CONTROLLER_MESSAGE,
    );
    expect(kindOf('Number of samples in transaction : 0, number of failing samples : 0')).toBe(
      EMPTY_CONTROLLER_MESSAGE,
    );
    expect(kindOf('Number of samples')).toBe(NO_CONTROLLER);
    expect(kinds.kindOf(-1)).toBe(NO_CONTROLLER);
  });

  it('learns as many as there are, and anew after the dictionary forgot', () => {
    const messages = new ByteDictionary(new IdAllocator(1), {
      entries: 500,
      bytes: 1 << 20,
      whenFull: 'forget-later',
    });
    const kinds = new MessageKinds(messages);
    const first = enter(messages, 'Number of samples in transaction : 1');
    expect(kinds.kindOf(first)).toBe(CONTROLLER_MESSAGE);
    for (let i = 0; i < 500; i++) enter(messages, `message ${i}`);
    expect(kinds.table()[first]).toBe(CONTROLLER_MESSAGE);
    expect(kinds.table()[400]).toBe(NO_CONTROLLER);
    expect(messages.forgetIfFull()).toBe(true);
    kinds.forget();
    expect(kinds.kindOf(enter(messages, 'OK'))).toBe(NO_CONTROLLER);
  });
});
