import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { replaceIdentifiers } from './builtin-rule.ts';

const UUID = '550e8400-e29b-41d4-a716-446655440000';
const SHA1 = '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12';
const TOKEN = 'dK9sLq2Xz81kfAb3Yw07';

describe('parts of a path that requests differ in', () => {
  test.each([
    // Numbers
    ['/user/8231/cart', '/user/{id}/cart'],
    ['/user/5', '/user/{id}'],
    ['GET /user/5/', 'GET /user/{id}/'],
    ['/a/1/b/22/c/333', '/a/{id}/b/{id}/c/{id}'],
    ['/archive/2024/05/06/post', '/archive/{id}/{id}/{id}/post'],
    ['/report/2024-05-06/pdf', '/report/{id}/pdf'],
    ['/isbn/978-3-16-148410-0/covers', '/isbn/{id}/covers'],
    ['/ids/1,2,3/names', '/ids/{id}/names'],
    ['/projects/123:cancel', '/projects/{id}:cancel'],
    ["/Users(8231)/Orders('17')", "/Users({id})/Orders('{id}')"],
    ['/files/12345.png', '/files/{id}.png'],
    ['/memory/0x7ffe1b2c', '/memory/{id}'],
    // UUIDs
    [`/order/${UUID}`, '/order/{id}'],
    [`/order/${UUID.toUpperCase()}/lines`, '/order/{id}/lines'],
    [`/order/{${UUID}}/lines`, '/order/{id}/lines'],
    [`/order/${UUID.replaceAll('-', '')}`, '/order/{id}'],
    [`/files/${UUID}.json`, '/files/{id}.json'],
    // Hashes
    [`/commit/${SHA1}`, '/commit/{id}'],
    ['/commit/2fd4e1c6', '/commit/{id}'],
    ['/static/main.8f3a2b1c.chunk.js', '/static/main.{id}.chunk.js'],
    // Tokens
    [`/reset/${TOKEN}`, '/reset/{id}'],
    ['/u/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/u/{id}'],
    ['/c/cjld2cjxh0000qzrmn831i7rn', '/c/{id}'],
    ['/pay/cus_9s6XKzkNRiz8i3', '/pay/{id}'],
    ['/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_1', '/t/{id}'],
    // Queries, matrix parameters, fragments
    ['/search?q=shoes&page=12', '/search?q=shoes&page={id}'],
    ['/map?lat=52.52&lon=-13.405', '/map?lat={id}&lon={id}'],
    [`/s?session=${SHA1}&lang=en`, '/s?session={id}&lang=en'],
    ['/s?token=YWJjZGVmMTIzNDU2Nzg5MA==&x=a', '/s?token={id}&x=a'],
    ['/cache?1699999999999', '/cache?{id}'],
    ['/list?ids=1,2,3', '/list?ids={id}'],
    ['/list?ids=1%2C2', '/list?ids={id}'],
    ['/events?from=2024-05-06T12:30:00Z', '/events?from={id}'],
    ['/page;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9?x=1', '/page;jsessionid={id}?x={id}'],
    ['/app#/user/5', '/app#/user/{id}'],
    ['#/user/5', '#/user/{id}'],
    // Addresses
    ['https://shop.example.com:8080/item/55?id=7', 'https://shop.example.com:8080/item/{id}?id={id}'],
    ['http://10.0.0.1/item/55', 'http://10.0.0.1/item/{id}'],
    ['10.0.0.1:8080/item/55', '10.0.0.1:8080/item/{id}'],
    ['shop2.example.com/item/55', 'shop2.example.com/item/{id}'],
    ['wss://host/room/7', 'wss://host/room/{id}'],
    ['users/42/cart', 'users/{id}/cart'],
    ['search?page=2', 'search?page={id}'],
    // A path within words
    ['T01 Open /user/8231 (retry 2)', 'T01 Open /user/{id} (retry 2)'],
    ['Open (/user/8231)', 'Open (/user/{id})'],
    ['"/user/8231"', '"/user/{id}"'],
    // Places of sub-results, which JMeter puts behind labels
    ['/user/8231-0', '/user/{id}-0'],
    [`/order/${UUID}-12`, '/order/{id}-12'],
    ['/user/8231-0-1', '/user/{id}-0-1'],
  ])('%s', (label, clean) => {
    expect(replaceIdentifiers(label)).toBe(clean);
  });
});

describe('what belongs to the address or is a word', () => {
  test.each([
    '',
    '/',
    '//',
    '/?',
    '/cart',
    // Versions
    '/api/v1/users',
    '/api/v2.1/users',
    '/v3beta1/users',
    '/api/2/issue',
    'api/2/issue',
    '/rest/agile/1.0/board',
    '/jquery/3.6.0/jquery.min.js',
    '/jquery-3.6.0.min.js',
    '/feed?version=3&v=12&api-version=2024',
    'HTTP/2 GET /cart',
    // Words
    '/deadbeef/facade',
    '/oauth2/callback',
    '/products/red-shoes-size-42',
    '/video/h264/mp4',
    '/getUserProfileByAccountName',
    '/internationalizationSettings',
    '/terms-and-conditions-2024-edition',
    '/Base64Decoder/UTF8Encoding2',
    '/s3/list/ipv4',
    '/de-DE/products',
    // HTTP status
    '404 Not Found',
    'HTTP 200 OK',
    '/status/503',
    '/errors/404',
    '/fail?code=500',
    // No path
    'Checkout step 3',
    'Login 12345',
    'Page 1/2',
    '24/7 support',
    '01_Login',
    'HTTP Request-0',
    `Order ${UUID}`,
    'I/O and/or more',
    // Names of parameters, hosts, and what is a placeholder already
    '/x?8231=a',
    'https://8231.example.com:9000',
    '/user/{id}/:id/${userId}/%7Bid%7D',
    '/用户/购物车',
  ])('%s', (label) => {
    expect(replaceIdentifiers(label)).toBe(label);
  });
});

it('gives the same for any number, UUID or hash in a place', () => {
  const number = fc.nat().map(String);
  const uuid = fc.uuid();
  const hash = fc
    .tuple(
      fc.array(fc.constantFrom(...'0123456789abcdef'.split('')), { minLength: 8, maxLength: 64 }),
      fc.nat(9),
    )
    .map(([digits, digit]) => digits.join('') + String(digit));
  fc.assert(
    fc.property(fc.oneof(number, uuid, hash), (id) => {
      expect(replaceIdentifiers(`GET /user/${id}/cart?item=${id}&a=b`)).toBe(
        'GET /user/{id}/cart?item={id}&a=b',
      );
    }),
    { numRuns: fuzzRuns(300) },
  );
});

it('changes nothing when it is applied again, and keeps everything between parts', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '/',
      '//',
      '?',
      '&',
      '=',
      '==',
      ';',
      '#',
      ':',
      ',',
      '.',
      '-',
      '(',
      ')',
      "'",
      ' ',
      '{',
      '%2C',
    ),
    fc.constantFrom('8231', '5', UUID, SHA1, TOKEN, 'cart', 'v1', 'api', 'http', '1.0', 'status', '404'),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const clean = replaceIdentifiers(parts.join(''));
      expect(replaceIdentifiers(clean)).toBe(clean);
      const signs = /[/?&;#\s]/gu;
      expect(clean.match(signs)).toEqual(parts.join('').match(signs));
    }),
    { numRuns: fuzzRuns(300) },
  );
});
