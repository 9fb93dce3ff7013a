import type { ByteDictionary } from '../byte-dictionary.ts';

/** What the response message of a sample says about it. */
export const NO_CONTROLLER = 0;
export const CONTROLLER_MESSAGE = 1;
/** A controller in which nothing ran: JMeter's own dashboard leaves such samples out. */
export const EMPTY_CONTROLLER_MESSAGE = 2;

/** `TransactionController.java`: the response message of its samples; JMeter's dashboard knows them by it, too. */
const CONTROLLER_PREFIX = new TextEncoder().encode('Number of samples in transaction');
const EMPTY_CONTROLLER_PREFIX = new TextEncoder().encode('Number of samples in transaction : 0');

/** Tells transaction controllers by their messages; every message is looked at once. */
export class MessageKinds {
  private readonly messages: ByteDictionary;
  private kinds = new Uint8Array(256);
  private known = 0;

  constructor(messages: ByteDictionary) {
    this.messages = messages;
  }

  /** By entry of the message dictionary: {@link NO_CONTROLLER} and its neighbours. */
  table(): Uint8Array {
    while (this.known < this.messages.count) this.learn(this.known);
    return this.kinds;
  }

  /** @param entry of the message dictionary; negative for none */
  kindOf(entry: number): number {
    return entry < 0 ? NO_CONTROLLER : this.table()[entry]!;
  }

  /** Entries of the message dictionary mean others from now on. */
  forget(): void {
    this.known = 0;
  }

  private learn(entry: number): void {
    if (entry >= this.kinds.length) {
      const larger = new Uint8Array(this.kinds.length * 2);
      larger.set(this.kinds);
      this.kinds = larger;
    }
    const text = this.messages.textAt(entry);
    let kind = NO_CONTROLLER;
    if (startsWith(text, EMPTY_CONTROLLER_PREFIX)) kind = EMPTY_CONTROLLER_MESSAGE;
    else if (startsWith(text, CONTROLLER_PREFIX)) kind = CONTROLLER_MESSAGE;
    this.kinds[entry] = kind;
    this.known = entry + 1;
  }
}

function startsWith(text: Uint8Array, prefix: Uint8Array): boolean {
  if (text.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (text[i] !== prefix[i]) return false;
  return true;
}
