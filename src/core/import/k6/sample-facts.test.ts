import { describe, expect, it } from 'vitest';
import { IdAllocator } from '../byte-dictionary.ts';
import { NO_TEXT, SampleFactsReader, type SampleFacts } from './sample-facts.ts';
import { TagSet } from './tag-sets.ts';
import { TextIds } from './text-ids.ts';
import { Transactions } from './transactions.ts';

type Kind = 'http' | 'grpc' | 'group';

function read(kind: Kind, tags: Record<string, string>) {
  const transactions = new Transactions();
  const texts = new TextIds(new IdAllocator(1));
  const facts: SampleFacts = new SampleFactsReader(transactions, texts)[kind](
    new TagSet(1, Object.entries(tags)),
  );
  const names = new Map<number, string>([[NO_TEXT, '']]);
  for (const { ids, bytes, offsets } of texts.takeNew()) {
    ids.forEach((id, i) =>
      names.set(id, new TextDecoder().decode(bytes.subarray(offsets[i], offsets[i + 1]))),
    );
  }
  const [transaction] = transactions.takeNew();
  return {
    name: transaction?.name,
    kind: transaction?.kind,
    method: transaction?.method,
    ok: facts.ok,
    code: names.get(facts.codeId),
    message: names.get(facts.messageId),
    failure: names.get(facts.failureId),
    url: names.get(facts.urlId),
    thread: names.get(facts.threadId),
  };
}

describe('facts of HTTP requests', () => {
  it('come from the system tags', () => {
    const tags = {
      name: 'Place order',
      method: 'POST',
      url: 'http://x/order',
      status: '503',
      error: 'boom',
      error_code: '1503',
      vu: '12',
    };
    expect(read('http', tags)).toEqual({
      name: 'Place order',
      kind: 'request',
      method: 'POST',
      ok: false,
      code: '503',
      message: 'boom',
      failure: 'error_code 1503',
      url: 'http://x/order',
      thread: 'vu 12',
    });
  });

  it('leave out a URL that is the name, and empty texts', () => {
    const tags = {
      name: 'http://x/',
      url: 'http://x/',
      method: '',
      status: '',
      error: '',
      error_code: '',
      vu: '',
    };
    expect(read('http', tags)).toMatchObject({
      name: 'http://x/',
      method: null,
      code: '',
      message: '',
      failure: '',
      url: '',
      thread: '',
    });
  });

  it.each([
    [{ name: 'a', url: 'b' }, 'a'],
    [{ name: '', url: 'b' }, 'b'],
    [{ url: 'b' }, 'b'],
    [{}, 'http_req_duration'],
  ])('name %j as %s', (tags, name) => {
    expect(read('http', tags as Record<string, string>).name).toBe(name);
  });

  it.each([
    [{ expected_response: 'true', status: '404' }, true],
    [{ expected_response: 'false', status: '200' }, false],
    [{ status: '200' }, true],
    [{ status: '399' }, true],
    [{ status: '400' }, false],
    [{ status: '199' }, false],
    [{ status: '0' }, false],
    [{ status: 'odd', error: 'x' }, false],
    [{ status: 'odd' }, true],
    [{ error: 'x' }, false],
    [{ error_code: '1212' }, false],
    [{}, true],
  ])('judge %j without http_req_failed as %s', (tags, ok) => {
    expect(read('http', tags as Record<string, string>).ok).toBe(ok);
  });
});

describe('facts of gRPC calls', () => {
  it('come from the system tags', () => {
    const tags = {
      name: '/shop.Prices/Get',
      method: 'Get',
      service: 'shop.Prices',
      status: '14',
      url: 'h:1/shop.Prices/Get',
    };
    expect(read('grpc', tags)).toMatchObject({
      name: '/shop.Prices/Get',
      kind: 'request',
      method: null,
      ok: false,
      code: '14',
      url: 'h:1/shop.Prices/Get',
    });
  });

  it.each([
    [{ status: '0' }, true],
    [{ status: '14' }, false],
    [{}, true],
    [{ error: 'x' }, false],
  ])('judge %j as %s', (tags, ok) => {
    expect(read('grpc', tags as Record<string, string>).ok).toBe(ok);
  });

  it('fall back to the method, then to the metric', () => {
    expect(read('grpc', { method: 'Get' }).name).toBe('Get');
    expect(read('grpc', {}).name).toBe('grpc_req_duration');
  });
});

describe('facts of groups', () => {
  it.each([
    ['::shop', 'shop'],
    ['::shop::catalogue, "all"', 'shop::catalogue, "all"'],
    ['::setup', 'setup'],
    ['odd', 'odd'],
    ['', 'group_duration'],
    ['::', 'group_duration'],
  ])('name %j as %j', (group, name) => {
    expect(read('group', { group })).toMatchObject({ name, kind: 'group', method: null, ok: true, code: '' });
  });
});

describe('Transactions', () => {
  it('are told apart by name, kind and method', () => {
    const transactions = new Transactions();
    const ids = [
      transactions.idOf('a', 'request', 'GET'),
      transactions.idOf('a', 'request', 'POST'),
      transactions.idOf('a', 'request', null),
      transactions.idOf('a', 'group', null),
      transactions.idOf('a', 'request', 'GET'),
    ];
    expect(ids).toEqual([0, 1, 2, 3, 0]);
    expect(transactions.takeNew()).toHaveLength(4);
    expect(transactions.takeNew()).toEqual([]);
  });
});
