import { statSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';

class User {
  readonly name: string;
  readonly tags: readonly number[] | null;

  constructor(
    readonly id: number,
    readonly previous: User | null,
  ) {
    this.name = `user-${id % 5000}`;
    this.tags = id % 3 === 0 ? [id, id + 0.5] : null;
  }
}

class Order {
  readonly lines: { readonly quantity: number; readonly text: string };

  constructor(
    readonly user: User,
    id: number,
  ) {
    this.lines = { quantity: id, text: `order-line-${id}` };
  }
}

/** Takes a snapshot of a heap of users, each linked with an earlier one, half of them with an order. */
export function run(input: { readonly users: number; readonly path: string }): Promise<{ bytes: number }> {
  const all: User[] = [];
  const orders: Order[] = [];
  const named = new Map<string, { readonly user: User; readonly of: () => User }>();
  let state = 9;
  for (let id = 0; id < input.users; id++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const user = new User(id, all.length === 0 ? null : all[state % all.length]!);
    all.push(user);
    if (id % 2 === 0) orders.push(new Order(user, id));
    if (id % 20 === 0) named.set(`key-${id}`, { user, of: () => user });
  }
  writeHeapSnapshot(input.path);
  // What was snapshot must have been alive until then.
  if (all.length + orders.length + named.size === 0) throw new Error('no objects');
  return Promise.resolve({ bytes: statSync(input.path).size });
}
