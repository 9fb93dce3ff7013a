import { Float64Column, Int32Column } from '../../model/growing-column.ts';

/** Places in tables of the dictionary; 0 stands for none. */
export interface OtlpProfileFields {
  type: number;
  unit: number;
  periodUnit: number;
  period: number;
  /** µs since 1970; 0 where it is not said. */
  timeUs: number;
  durationUs: number;
  /** Place in {@link OtlpTables.resources}. */
  readonly resource: number;
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value: string | number;
}

/** An attribute of the dictionary: its key is a text there. */
export interface OtlpDictionaryAttribute {
  readonly key: number;
  readonly value: string | number;
}

export interface OtlpLocation {
  readonly mapping: number;
  readonly address: number;
  /** Functions, innermost first. */
  readonly functions: readonly number[];
  readonly attributes: readonly number[];
}

export interface OtlpFunction {
  readonly name: number;
  readonly systemName: number;
  readonly file: number;
  readonly line: number;
}

/** One sample as it stands in a file. */
export interface OtlpSample {
  readonly stack: number;
  readonly attributes: readonly number[];
  readonly values: readonly number[];
  /** µs since 1970. */
  readonly instants: readonly number[];
}

/** What a file holds, as it was read: samples come before the dictionary that says what they mean. */
export class OtlpTables {
  readonly texts: string[] = [];
  /** Text of the file by mapping. */
  readonly mappings: number[] = [];
  readonly functions: OtlpFunction[] = [];
  readonly locations: OtlpLocation[] = [];
  /** Locations by stack, leaf first. */
  readonly stacks: (readonly number[])[] = [];
  readonly attributes: OtlpDictionaryAttribute[] = [];
  /** Attributes of what the samples were taken of. */
  readonly resources: (readonly OtlpAttribute[])[] = [];
  readonly profiles: OtlpProfileFields[] = [];
  /** Attributes of samples, each different list once. */
  readonly labels: (readonly number[])[] = [];
  private readonly labelIds = new Map<string, number>();
  private readonly columns = {
    profile: new Int32Column(),
    stack: new Int32Column(),
    label: new Int32Column(),
    value: new Float64Column(),
    /** NaN where there is none. */
    instant: new Float64Column(),
  };
  private count = 0;

  get sampleCount(): number {
    return this.count;
  }

  /** @returns its place */
  addProfile(resource: number): number {
    const fields = { type: 0, unit: 0, periodUnit: 0, period: 0, timeUs: 0, durationUs: 0, resource };
    return this.profiles.push(fields) - 1;
  }

  /** Values and instants belong together one by one; instants alone count once each, values alone are one sum. */
  addSample(profile: number, { stack, attributes, values, instants }: OtlpSample): void {
    const label = this.labelOf(attributes);
    if (instants.length === 0) {
      this.push(
        profile,
        stack,
        label,
        values.reduce((sum, value) => sum + value, 0),
        Number.NaN,
      );
      return;
    }
    for (const [i, instant] of instants.entries())
      this.push(profile, stack, label, values.length === 0 ? 1 : (values[i] ?? 0), instant);
  }

  takeSamples(): OtlpSamples {
    const { profile, stack, label, value, instant } = this.columns;
    return {
      count: this.count,
      profile: profile.take(),
      stack: stack.take(),
      label: label.take(),
      value: value.take(),
      instant: instant.take(),
    };
  }

  private push(profile: number, stack: number, label: number, value: number, instant: number): void {
    this.columns.profile.push(profile);
    this.columns.stack.push(stack);
    this.columns.label.push(label);
    this.columns.value.push(value);
    this.columns.instant.push(instant);
    this.count++;
  }

  private labelOf(attributes: readonly number[]): number {
    const key = attributes.join(' ');
    let id = this.labelIds.get(key);
    if (id === undefined) {
      id = this.labels.push(attributes) - 1;
      this.labelIds.set(key, id);
    }
    return id;
  }
}

export interface OtlpSamples {
  readonly count: number;
  /** Place in {@link OtlpTables.profiles}. */
  readonly profile: Int32Array;
  readonly stack: Int32Array;
  /** Place in {@link OtlpTables.labels}. */
  readonly label: Int32Array;
  readonly value: Float64Array;
  /** µs since 1970; NaN where there is none. */
  readonly instant: Float64Array;
}
