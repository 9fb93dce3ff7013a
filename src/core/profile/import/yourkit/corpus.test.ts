import { describe, expect, it } from 'vitest';
import {
  profileCorpusAvailable,
  profileCorpusNote,
  readCorpusProfile,
} from '../../testing/corpus-profiles.ts';
import { selfByName, totalByName } from '../../testing/collect-profiles.ts';
import { profileTotals } from '../../totals.ts';

const folder = 'profiles/yourkit';
const inMs = (sums: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...sums].map(([name, ns]) => [name, ns / 1e6]));

describe.runIf(profileCorpusAvailable)(`YourKit of the corpus${profileCorpusNote}`, () => {
  it('takes times of rows below from those of a row', async () => {
    const [profile] = await readCorpusProfile(`${folder}/simple2.csv`);
    expect(inMs(selfByName(profile!))).toEqual({
      'fun1()': 14,
      'fun2()': 15,
      'fun3()': 80,
      'fun4()': 1,
      'fun5()': 10,
    });
    expect(inMs(totalByName(profile!))).toEqual({
      'fun1()': 110,
      'fun2()': 95,
      'fun3()': 80,
      'fun4()': 1,
      'fun5()': 10,
    });
    // All threads: what is in no method is there, too.
    expect(profileTotals(profile!).all).toBe(104_458e6);
    expect(profileTotals(profile!).empty).toBe((104_458 - 100 - 10 - 10) * 1e6);
  });

  it('leaves out where a call stands, and rows that are only lines', async () => {
    const [profile] = await readCorpusProfile(`${folder}/simple.csv`);
    expect(inMs(selfByName(profile!))).toEqual({
      'MyClass.fun1()': 10,
      'my_package.MyClass.fun2()': 15,
      'MyClass.fun3(boolean, int)': 35,
      'MyClass.fun4()': 0,
      'MyClass.fun5(char[], int, int)': 30,
      'MyClass.fun6(char[], int, int)': 5,
      'java.net.SocketInputStream.socketRead0(FileDescriptor, byte[], int, int, int)': 5,
    });
  });

  it('knows threads', async () => {
    const [profile] = await readCorpusProfile(`${folder}/byThread.csv`);
    expect(profile!.threads.map(({ name, threadId }) => `${name} ${threadId}`)).toEqual([
      'Monitor Ctrl-Break 1053111',
      'TimerQueue 1053983',
      'FeatureUsageFileEventLogger 1054026',
      'process reaper 1053483',
    ]);
    expect(profileTotals(profile!).all).toBe(42_775e6);
  });

  it('profiles/yourkit/realData.csv', async () => {
    const [profile] = await readCorpusProfile(`${folder}/realData.csv`);
    expect(inMs(selfByName(profile!))).toMatchObject({
      'java.net.Socket.connect(SocketAddress, int)': 200 - 24 - 100,
      // Two rows below are lines of the method itself.
      'java.net.SocksSocketImpl.connect(SocketAddress, int)': 24 - 4,
      'java.lang.Thread.run()': 40,
    });
  });
});
