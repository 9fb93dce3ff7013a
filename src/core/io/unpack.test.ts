import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamSource } from './byte-source.ts';
import { chunksOf, failing, readAll, stalling } from './testing/chunks.ts';
import { bzip2Sample, PLAIN, zstdSample } from './testing/packed-samples.ts';
import { compressionOf, MAGIC_BYTES, unpack } from './unpack.ts';

fc.configureGlobal({ seed: 20_241_121 });

interface Unpacked {
  readonly data: Buffer;
  readonly damage: string | null;
}

/** Unpacks as the pipeline does: the first bytes are read to see what it is. */
async function unpacked(
  packed: Uint8Array,
  { size = packed.length, piece = 1 << 16 } = {},
): Promise<Unpacked> {
  const source = streamSource('packed', null, chunksOf(packed, Math.max(1, size)));
  const head = Buffer.alloc(MAGIC_BYTES);
  let have = 0;
  for (let count = 1; count > 0 && have < MAGIC_BYTES; have += count)
    count = await source.read(head.subarray(have));
  const feed = unpack(source, head.subarray(0, have), compressionOf(head.subarray(0, have)));
  expect(feed.damage).toBeNull();
  const data = await readAll(feed, piece);
  expect(await feed.read(new Uint8Array(10))).toBe(0);
  await feed.close();
  return { data, damage: feed.damage };
}

/** Noise that cannot be packed, the same every time. */
const NOISE = (() => {
  const bytes = Buffer.alloc(400_000);
  let state = 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
})();

function noise(length: number): Buffer {
  return Buffer.from(NOISE.subarray(0, length));
}

function cut(packed: Buffer, bytes: number): Buffer {
  return packed.subarray(0, packed.length - bytes);
}

function flipped(packed: Buffer, at: number): Buffer {
  const copy = Buffer.from(packed);
  copy[at] = copy[at]! ^ 0x55;
  return copy;
}

describe('the kind of packing', () => {
  it.each([
    ['gzip', gzipSync('x')],
    ['zstd', zstdSample()],
    ['zstd', Buffer.from([0x52, 0x2a, 0x4d, 0x18])],
    ['bzip2', bzip2Sample()],
    ['none', Buffer.from('timeStamp,elapsed')],
    ['none', Buffer.from('BZh')],
    ['none', Buffer.from('BZh0')],
    ['none', Buffer.from('BZhello')],
    ['none', Buffer.from([0x1f])],
    ['none', Buffer.alloc(4)],
    ['none', Buffer.alloc(0)],
  ])('is %s', (kind, bytes) => {
    expect(compressionOf(bytes.subarray(0, MAGIC_BYTES))).toBe(kind);
  });
});

describe('plain bytes', () => {
  it.each([
    [1, 1],
    [3, 5],
    [10_000, 4],
    [64, 1 << 16],
  ])('in chunks of %i come through, %i at a time', async (size, piece) => {
    const bytes = noise(5000);
    bytes[0] = 0x41;
    expect(await unpacked(bytes, { size, piece })).toEqual({ data: bytes, damage: null });
  });

  it('may be fewer than are looked at', async () => {
    for (const text of ['', 'a', 'abc']) {
      expect((await unpacked(Buffer.from(text))).data.toString()).toBe(text);
    }
  });
});

const packers = {
  gzip: { packed: gzipSync(PLAIN), empty: gzipSync('') },
  zstd: { packed: zstdSample(), empty: Buffer.from('KLUv/SQAAQAAmenYUQ==', 'base64') },
  bzip2: { packed: bzip2Sample(), empty: Buffer.from('QlpoORdyRThQkAAAAAA=', 'base64') },
};

describe.each(Object.entries(packers))('%s', (kind, { packed, empty }) => {
  it('gives back what was packed', async () => {
    const { data, damage } = await unpacked(packed);
    expect(damage).toBeNull();
    expect(data.equals(PLAIN)).toBe(true);
  });

  it.each([
    [1, 1 << 16],
    [5, 999],
    [1000, 7],
  ])('comes through in chunks of %i, %i at a time', async (size, piece) => {
    const whole = await unpacked(packed, { size, piece });
    expect(whole.damage).toBeNull();
    expect(whole.data.equals(PLAIN)).toBe(true);
  });

  it('may hold nothing', async () => {
    expect(await unpacked(empty)).toEqual({ data: Buffer.alloc(0), damage: null });
  });

  it('may have several parts, one after the other', async () => {
    const { data, damage } = await unpacked(Buffer.concat([packed, empty, packed]));
    expect(damage).toBeNull();
    expect(data.equals(Buffer.concat([PLAIN, PLAIN]))).toBe(true);
  });

  it('that is cut off gives what was there, and says so', async () => {
    const { length } = packed;
    const cuts = [1, 2, 3, 4, 5, 8, 9, length >> 2, length >> 1, length - 40, length - 12, length - 5];
    for (const bytes of cuts) {
      const { data, damage } = await unpacked(cut(packed, bytes));
      expect(damage, `${bytes} bytes missing`).toBe(
        `The ${kind} data ends early: the file was cut off. Everything before that was read.`,
      );
      expect(data.equals(PLAIN.subarray(0, data.length))).toBe(true);
    }
    expect((await unpacked(cut(packed, 1))).data.length).toBe(PLAIN.length);
  });

  it('that is followed by other bytes gives all that was packed, and says so', async () => {
    for (const other of [Buffer.from('what is this?'), noise(3000), Buffer.alloc(600, 0xff)]) {
      const { data, damage } = await unpacked(Buffer.concat([packed, other]));
      expect(data.equals(PLAIN)).toBe(true);
      expect(damage).not.toBeNull();
    }
  });

  it('that is damaged never hangs, and never gives more than was packed and some', async () => {
    for (let i = 1; i < 12; i++) {
      const { data } = await unpacked(flipped(packed, Math.floor((packed.length * i) / 12)));
      expect(data.length).toBeLessThan(PLAIN.length * 4);
    }
  });

  it('whose file cannot be read on is a failure, not a damage', async () => {
    const error = new Error('the disk is gone');
    const source = streamSource('packed', null, failing(packed.subarray(4, packed.length >> 1), error));
    const feed = unpack(source, packed.subarray(0, 4), compressionOf(packed));
    await expect(readAll(feed)).rejects.toMatchObject({ code: 'file-unreadable', cause: error });
    await feed.close();
  });

  it('can be left at any time', async () => {
    const feed = unpack(
      streamSource('packed', null, chunksOf(packed.subarray(4))),
      packed.subarray(0, 4),
      compressionOf(packed),
    );
    await feed.read(new Uint8Array(100));
    await feed.close();
    const unread = unpack(
      streamSource('packed', null, stalling('')),
      packed.subarray(0, 4),
      compressionOf(packed),
    );
    await unread.close();
  });
});

describe('damaged data', () => {
  it('of gzip is noticed by its checksum, and all of it is given', async () => {
    const packed = packers.gzip.packed;
    for (const at of [packed.length - 1, packed.length - 5]) {
      const { data, damage } = await unpacked(flipped(packed, at));
      expect(data.equals(PLAIN)).toBe(true);
      expect(damage).toContain('gzip data is damaged');
    }
  });

  it('of one gzip member leaves the next ones', async () => {
    const [first, second] = [gzipSync('first\n'), gzipSync('second\n')];
    const { data, damage } = await unpacked(Buffer.concat([flipped(first, first.length - 6), second]));
    expect(data.toString()).toBe('first\nsecond\n');
    expect(damage).toContain('gzip data is damaged');
  });

  it('of gzip gives nearly all that stands before it', async () => {
    // Packed without any loss of places: 100,000 lines of noise in words.
    const words = NOISE.toString('hex');
    const packed = gzipSync(words);
    const middle = packed.length >> 1;
    const broken = Buffer.concat([
      packed.subarray(0, middle),
      Buffer.alloc(2000, 0xff),
      packed.subarray(middle + 2000),
    ]);
    const { data, damage } = await unpacked(broken);
    expect(damage).toContain('gzip data is damaged');
    let good = 0;
    while (good < data.length && data[good] === words.charCodeAt(good)) good += 1;
    expect(good / words.length).toBeGreaterThan(0.4);
  });

  it('of bzip2 is noticed, and all blocks before it are given', async () => {
    const packed = packers.bzip2.packed;
    const { data, damage } = await unpacked(flipped(packed, packed.length - 600));
    expect(damage).toContain('bzip2 data is damaged');
    expect(data.length).toBeGreaterThan(PLAIN.length / 2);
    expect(data.equals(PLAIN.subarray(0, data.length))).toBe(true);
  });
});

describe('gzip', () => {
  /** A member whose header has every part that a header can have. */
  function member(content: Uint8Array, flags: number): Buffer {
    const plain = gzipSync(content);
    const parts: Uint8Array[] = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3])];
    if ((flags & 4) !== 0) parts.push(Buffer.from([5, 0, 1, 2, 3, 4, 5]));
    if ((flags & 8) !== 0) parts.push(Buffer.from('results ä.jtl\0'));
    if ((flags & 16) !== 0) parts.push(Buffer.from('a comment\0'));
    if ((flags & 2) !== 0) parts.push(Buffer.from([0xaa, 0xbb]));
    return Buffer.concat([...parts, deflateRawSync(content), plain.subarray(plain.length - 8)]);
  }

  it.each([0, 1, 2, 4, 8, 16, 31])('takes a header with the flags %i', async (flags) => {
    const content = Buffer.from('a,b\n1,2\n');
    for (const size of [1, 3, 1000]) {
      expect(await unpacked(member(content, flags), { size })).toEqual({ data: content, damage: null });
    }
  });

  it('cut off in its header gives nothing, and says so', async () => {
    const packed = member(Buffer.from('a,b\n'), 31);
    for (let length = 2; length < 45; length++) {
      const { data, damage } = await unpacked(packed.subarray(0, length));
      expect(data).toHaveLength(0);
      expect(damage).toContain('ends early');
    }
  });

  it('takes zeros behind its end for what they are', async () => {
    for (const zeros of [1, 511, 200_000]) {
      const padded = Buffer.concat([
        gzipSync('a\n'),
        Buffer.alloc(zeros),
        gzipSync('b\n'),
        Buffer.alloc(zeros),
      ]);
      const { data, damage } = await unpacked(padded);
      expect(data.toString()).toBe('a\nb\n');
      expect(damage).toBeNull();
    }
  });

  it('of another method than deflate is left alone', async () => {
    const packed = gzipSync('a\n');
    packed[2] = 7;
    expect(await unpacked(packed)).toMatchObject({ data: Buffer.alloc(0) });
    expect((await unpacked(packed)).damage).not.toBeNull();
  });

  it('may have hundreds of small members', async () => {
    const parts = Array.from({ length: 500 }, (_, i) => gzipSync(`${i}\n`));
    const { data, damage } = await unpacked(Buffer.concat(parts));
    expect(damage).toBeNull();
    expect(data.toString()).toBe(Array.from({ length: 500 }, (_, i) => `${i}\n`).join(''));
  });

  it('gives back everything, however it is packed and cut into pieces', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.integer({ min: 0, max: 200_000 }).map((length) => noise(length)),
      fc.integer({ min: 0, max: 1_000_000 }).map((length) => Buffer.alloc(length, 'abc,')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(content, fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(1000, 65_536, 1 << 20),
        async (members, size) => {
          const packed = Buffer.concat(members.map(([bytes, level]) => gzipSync(bytes, { level })));
          const { data, damage } = await unpacked(packed, { size });
          expect(damage).toBeNull();
          expect(data.equals(Buffer.concat(members.map(([bytes]) => bytes)))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cut off anywhere gives all that can be unpacked', async () => {
    const content = Buffer.from(
      Array.from({ length: 20_000 }, (_, i) => `${i},Home,${(i * 7919) % 977}\n`).join(''),
    );
    const packed = gzipSync(content);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: packed.length - 1 }), async (length) => {
        const { data, damage } = await unpacked(packed.subarray(0, length));
        expect(damage).toContain('ends early');
        expect(data.equals(content.subarray(0, data.length))).toBe(true);
        // Deflate holds a few hundred bytes back at most.
        expect(data.length).toBeGreaterThan(content.length * ((length - 2000) / packed.length) * 0.95);
      }),
      { numRuns: 60 },
    );
  });
});
