import { describe, expect, it } from 'vitest';
import { collectOrRefuse, collectProfile, sampleLines } from '../../testing/collect-profiles.ts';
import { otlpBytes, wireMessage } from '../../testing/otlp-bytes.ts';
import { otlpJson } from './otlp-json.ts';
import { otlpProtobuf } from './otlp-protobuf.ts';

const profile = {
  sample_type: { type_strindex: 1, unit_strindex: 2 },
  samples: [
    {
      stack_index: 1,
      attribute_indices: [1],
      values: ['10', '20'],
      timestamps_unix_nano: ['1700000000000001000', '1700000000000003000'],
    },
    { stack_index: 2, values: ['10'], timestamps_unix_nano: ['1700000000000002000'] },
  ],
};
const document = {
  resource_profiles: [
    {
      resource: { attributes: [{ key: 'process.pid', value: { int_value: 7 } }] },
      scope_profiles: [{ profiles: [profile] }],
    },
  ],
  dictionary: {
    mapping_table: [{}, { filename_strindex: 6 }],
    location_table: [
      {},
      { mapping_index: 1, address: '4096', lines: [{ function_index: 1 }] },
      { mapping_index: 1, address: '8192', lines: [{ function_index: 2 }] },
    ],
    function_table: [{}, { name_strindex: 3 }, { name_strindex: 4, filename_strindex: 5, start_line: 12 }],
    string_table: ['', 'cpu', 'nanoseconds', 'main', 'work', 'a.c', '/bin/app', 'thread.name'],
    attribute_table: [{}, { key_strindex: 7, value: { string_value: 'pool-1' } }],
    stack_table: [{}, { location_indices: [2, 1] }, { location_indices: [1] }],
  },
};

describe('OTLP profiles', () => {
  it('are the same in Protocol Buffers and in JSON, under either spelling of names', () => {
    const binary = collectProfile(otlpProtobuf, otlpBytes);
    expect(sampleLines(binary)).toEqual(['0 main;work 10', '2 main;work 20', '1 main 10']);
    expect(binary.threads).toEqual([
      { name: 'pool-1', threadId: null, processId: 7, processName: null },
      { name: 'process 7', threadId: null, processId: 7, processName: null },
    ]);
    expect(binary.startedAtUs).toBe(1_700_000_000_000_001);
    const { texts, file, line, module } = binary.frames;
    expect([texts.at(file[1]!), line[1], texts.at(module[1]!)]).toEqual(['a.c', 12, '/bin/app']);
    const fromJson = collectProfile(otlpJson, JSON.stringify(document));
    expect(sampleLines(fromJson)).toEqual(sampleLines(binary));
    expect(fromJson.threads).toEqual(binary.threads);
    expect({ ...fromJson.samples }).toEqual({ ...binary.samples });
  });

  it('show inlined functions, addresses without names, and sums without instants', () => {
    const dictionary = {
      ...document.dictionary,
      location_table: [
        {},
        { mapping_index: 1, address: '4096', lines: [{ function_index: 2 }, { function_index: 1 }] },
        { mapping_index: 1, address: '8192' },
      ],
    };
    const samples = [{ stack_index: 1, values: ['3', '4'] }];
    const changed = {
      dictionary,
      resource_profiles: [
        { scope_profiles: [{ profiles: [{ ...profile, samples, time_unix_nano: '1700000000000000000' }] }] },
      ],
    };
    const found = collectProfile(otlpJson, JSON.stringify(changed));
    expect(sampleLines(found)).toEqual(['main;work;app+0x2000 7']);
    expect([...found.frames.inlined]).toEqual([0, 1, 0]);
    expect(found).toMatchObject({ startedAtUs: 1.7e15, durationUs: null });
  });

  it('say that they are of a version without a dictionary', () => {
    expect(
      collectOrRefuse(otlpJson, JSON.stringify({ resourceProfiles: document.resource_profiles })),
    ).toMatchObject({
      code: 'file-damaged',
      message: /no dictionary/u,
    });
    expect(collectOrRefuse(otlpJson, JSON.stringify({ ...document, resource_profiles: [] }))).toMatchObject({
      message: /no sample/u,
    });
  });

  it('are refused where a message ends inside of another', () => {
    const broken = Uint8Array.from(wireMessage([[1, [[2, '\u0012\u007f']]]]));
    expect(collectOrRefuse(otlpProtobuf, broken)).toMatchObject({
      code: 'file-damaged',
      message: /make no sense/u,
    });
  });
});
