import { writeFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { FileRegistry } from './file-registry.ts';
import { chunksOf, readAll } from './testing/chunks.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const folder = useTemporaryFolder();

describe('files by path', () => {
  it('are known by a number that cannot be guessed, each time another', () => {
    const files = new FileRegistry();
    const first = files.registerPath('/x/a.jtl');
    const second = files.registerPath('/x/a.jtl');
    expect(first.fileId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(first.fileId).not.toBe(second.fileId);
    expect(files.get(first.fileId)).toBe(first);
    expect(first).toMatchObject({ name: 'a.jtl', path: '/x/a.jtl', sizeBytes: null });
  });

  it('are read anew with every opening', async () => {
    const path = folder.file('a.jtl');
    const file = new FileRegistry().registerPath(path);
    await expect(file.open()).rejects.toMatchObject({ code: 'file-missing' });
    await writeFile(path, 'one');
    const first = await file.open();
    const second = await file.open();
    expect((await readAll(first)).toString()).toBe('one');
    expect((await readAll(second)).toString()).toBe('one');
    await first.close();
    await second.close();
  });

  it('are the same wherever the process goes', () => {
    const { path } = new FileRegistry().registerPath(relative(process.cwd(), folder.file('a.jtl')));
    expect(isAbsolute(path!)).toBe(true);
    expect(path).toBe(folder.file('a.jtl'));
  });

  it('are not known by their path, nor by anything else', () => {
    const files = new FileRegistry();
    const { fileId } = files.registerPath('/etc/passwd');
    for (const id of ['/etc/passwd', 'passwd', '', '__proto__', fileId.toUpperCase()]) {
      expect(() => files.get(id)).toThrow(AppError);
      expect(() => files.get(id)).toThrow(/not handed to Loadstone/u);
    }
  });
});

describe('uploads', () => {
  it('ask for their bytes when they are opened, and not before', async () => {
    const files = new FileRegistry();
    const wanted = vi.fn();
    files.onWanted(wanted);
    const file = files.registerUpload('a.jtl', 3);
    expect(file).toMatchObject({ name: 'a.jtl', path: null, sizeBytes: 3 });
    expect(files.supply(file.fileId, chunksOf(Buffer.from('xxx')))).toBe(false);
    const opening = file.open();
    expect(wanted).toHaveBeenCalledExactlyOnceWith(file.fileId);
    expect(files.supply(file.fileId, chunksOf(Buffer.from('abc')))).toBe(true);
    const source = await opening;
    expect(source).toMatchObject({ name: 'a.jtl', path: null, sizeBytes: 3 });
    expect((await readAll(source)).toString()).toBe('abc');
  });

  it('take their bytes also when they come within the asking', async () => {
    const files = new FileRegistry();
    files.onWanted((fileId) => files.supply(fileId, chunksOf(Buffer.from('abc'))));
    const source = await files.registerUpload('a.jtl', 3).open();
    expect((await readAll(source)).toString()).toBe('abc');
  });

  it('take bytes once for each opening', async () => {
    const files = new FileRegistry();
    const file = files.registerUpload('a.jtl', 3);
    const first = file.open();
    expect(files.supply(file.fileId, chunksOf(Buffer.from('abc')))).toBe(true);
    expect(files.supply(file.fileId, chunksOf(Buffer.from('def')))).toBe(false);
    await first;
    const second = file.open();
    expect(files.supply(file.fileId, chunksOf(Buffer.from('def')))).toBe(true);
    expect((await readAll(await second)).toString()).toBe('def');
  });

  it('that are opened again give the first opening up', async () => {
    const files = new FileRegistry();
    const file = files.registerUpload('a.jtl', 3);
    const first = file.open();
    const second = file.open();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    files.supply(file.fileId, chunksOf(Buffer.from('abc')));
    expect((await readAll(await second)).toString()).toBe('abc');
  });

  it('can be withdrawn while they are waited for', async () => {
    const files = new FileRegistry();
    const file = files.registerUpload('a.jtl', 3);
    const opening = file.open();
    files.withdraw(file.fileId, new AppError('cancelled', 'The window was closed.'));
    await expect(opening).rejects.toMatchObject({ code: 'cancelled', message: 'The window was closed.' });
    expect(files.supply(file.fileId, chunksOf(Buffer.from('abc')))).toBe(false);
    files.withdraw(file.fileId, new AppError('cancelled', 'again'));
    files.withdraw('unknown', new AppError('cancelled', 'never'));
  });

  it('take no bytes for files that are not known', () => {
    expect(new FileRegistry().supply('unknown', chunksOf(Buffer.from('abc')))).toBe(false);
  });
});
