import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { streamSource } from './byte-source.ts';
import { writeSpool } from './spool.ts';
import { chunksOf, failing } from './testing/chunks.ts';
import { mountSmallDisk, NO_SMALL_DISK } from './testing/small-disk.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const folder = useTemporaryFolder();

describe('spooling', () => {
  it('writes all bytes of a source', async () => {
    const bytes = Buffer.alloc(3_500_001, 'loadstone');
    await writeSpool(streamSource('up', null, chunksOf(bytes, 70_001)), folder.file('spool'));
    expect((await readFile(folder.file('spool'))).equals(bytes)).toBe(true);
  });

  it('writes an empty source as an empty file', async () => {
    await writeSpool(streamSource('up', 0, chunksOf(Buffer.alloc(0))), folder.file('spool'));
    expect(await readFile(folder.file('spool'))).toHaveLength(0);
  });

  it('leaves nothing behind when the source fails', async () => {
    const source = streamSource('up', null, failing(Buffer.alloc(100_000), new AppError('cancelled', 'x')));
    await expect(writeSpool(source, folder.file('spool'))).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('never writes over a file that is there', async () => {
    await writeFile(folder.file('spool'), 'precious');
    const source = streamSource('up', null, chunksOf(Buffer.from('other')));
    await expect(writeSpool(source, folder.file('spool'))).rejects.toBeInstanceOf(AppError);
    expect(await readFile(folder.file('spool'), 'utf8')).toBe('precious');
  });

  it('says that the disk is full, and leaves nothing behind', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 1);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      const path = join(disk.path, 'spool');
      const source = streamSource('up', null, chunksOf(Buffer.alloc(4 << 20, 1), 1 << 16));
      await expect(writeSpool(source, path)).rejects.toMatchObject({
        code: 'disk-full',
        place: { file: path },
      });
      expect(existsSync(path)).toBe(false);
    } finally {
      await disk.remove();
    }
  });
});
