import { expect, test } from 'vitest';
import { createInbox } from './inbox.ts';

test('keeps what arrives before anybody listens, and hands it over in order', () => {
  const inbox = createInbox<number>();
  inbox.receive(1);
  inbox.receive(2);
  const heard: number[] = [];
  inbox.listen((value) => heard.push(value));
  inbox.receive(3);
  expect(heard).toEqual([1, 2, 3]);
});

test('hands nothing over twice, and keeps again once nobody listens', () => {
  const inbox = createInbox<number>();
  const first: number[] = [];
  const off = inbox.listen((value) => first.push(value));
  inbox.receive(1);
  off();
  inbox.receive(2);
  const second: number[] = [];
  inbox.listen((value) => second.push(value));
  expect([first, second]).toEqual([[1], [2]]);
});
