import type { NewProfile } from '../../model/profile.ts';
import { listOf, objectOf, textOf } from '../json/json-fields.ts';
import type { JsonAction, JsonKind, JsonPath, JsonVisitor } from '../json/json-visitor.ts';
import { JsonWalker } from '../json/json-walker.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { otlpProfiles } from './otlp-profile.ts';
import { OtlpTables, type OtlpAttribute } from './otlp-tables.ts';

/** Profiles of OpenTelemetry as JSON (opentelemetry-proto, profiles v1development, with a dictionary). */
export const otlpJson: ProfileFormat = {
  id: 'otlp-json',
  label: 'OTLP profiles JSON',
  extensions: ['json'],
  probe,
  open: (context) => new OtlpJsonReader(context),
};

const NS_PER_US = 1000;

function probe({ text }: ProbeHead): ProbeResult {
  if (!/^\s*\{/u.test(text)) return NOT_THIS_PROFILE;
  return /"resource_?[pP]rofiles"\s*:\s*\[/u.test(text)
    ? { score: 0.95, reasons: ['resourceProfiles of OpenTelemetry'] }
    : NOT_THIS_PROFILE;
}

/** 64-bit numbers are written as texts. */
function numberIn(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** Some exporters write names as in the protocol's definition. */
function camel(name: string): string {
  return name.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function member(value: unknown, name: string): unknown {
  const object = objectOf(value);
  return object[name] ?? object[name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)];
}

function numbersIn(value: unknown): number[] {
  return listOf(value).map(numberIn);
}

function attributeValue(value: unknown): string | number {
  const text = textOf(member(value, 'stringValue'));
  return text ?? numberIn(member(value, 'intValue') ?? member(value, 'doubleValue'));
}

class OtlpJsonReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  private readonly tables = new OtlpTables();
  /** Places in tables by path in the document. */
  private readonly resources = new Map<string, number>();
  private readonly profiles = new Map<string, number>();

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('file of OTLP profiles', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  finish(): readonly NewProfile[] {
    return otlpProfiles(this.tables, this.name, !this.walker.complete);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    if (path.length === 0) return 'enter';
    const keys = path.map((key) => (typeof key === 'string' ? camel(key) : key));
    const [first, , third, , fifth, , seventh] = keys;
    if (first === 'dictionary') {
      if (path.length === 1) return 'enter';
      return path.length === 2 && kind === 'array' ? 'elements' : 'skip';
    }
    if (first !== 'resourceProfiles') return 'skip';
    switch (path.length) {
      case 1:
      case 2:
        return 'enter';
      case 3:
        return third === 'resource' ? 'value' : third === 'scopeProfiles' ? 'enter' : 'skip';
      case 4:
        return 'enter';
      case 5:
        return fifth === 'profiles' ? 'enter' : 'skip';
      case 6:
        return 'enter';
      default:
        if (seventh === 'samples' || seventh === 'sample') return kind === 'array' ? 'elements' : 'skip';
        return kind === 'array' ? 'skip' : 'value';
    }
  }

  value(path: JsonPath, value: unknown): void {
    if (path.length === 3) {
      this.tables.resources[this.resourceOf(path)] = listOf(member(value, 'attributes')).map(
        (attribute): OtlpAttribute => ({
          key: textOf(member(attribute, 'key')) ?? '',
          value: attributeValue(member(attribute, 'value')),
        }),
      );
      return;
    }
    const profile = this.tables.profiles[this.profileOf(path)]!;
    switch (camel(String(path[6]))) {
      case 'sampleType':
        profile.type = numberIn(member(value, 'typeStrindex'));
        profile.unit = numberIn(member(value, 'unitStrindex'));
        break;
      case 'periodType':
        profile.periodUnit = numberIn(member(value, 'unitStrindex'));
        break;
      case 'period':
        profile.period = numberIn(value);
        break;
      case 'timeUnixNano':
        profile.timeUs = numberIn(value) / NS_PER_US;
        break;
      case 'durationNano':
        profile.durationUs = numberIn(value) / NS_PER_US;
        break;
      default:
    }
  }

  elements(path: JsonPath, elements: readonly unknown[]): void {
    if (path[0] === 'dictionary') {
      for (const element of elements) this.dictionary(camel(String(path[1])), element);
      return;
    }
    const profile = this.profileOf(path);
    for (const sample of elements)
      this.tables.addSample(profile, {
        stack: numberIn(member(sample, 'stackIndex')),
        attributes: numbersIn(member(sample, 'attributeIndices')),
        values: numbersIn(member(sample, 'values')),
        instants: numbersIn(member(sample, 'timestampsUnixNano')).map((ns) => ns / NS_PER_US),
      });
  }

  private dictionary(table: string, element: unknown): void {
    const { tables } = this;
    switch (table) {
      case 'stringTable':
        tables.texts.push(textOf(element) ?? '');
        break;
      case 'mappingTable':
        tables.mappings.push(numberIn(member(element, 'filenameStrindex')));
        break;
      case 'functionTable':
        tables.functions.push({
          name: numberIn(member(element, 'nameStrindex')),
          systemName: numberIn(member(element, 'systemNameStrindex')),
          file: numberIn(member(element, 'filenameStrindex')),
          line: numberIn(member(element, 'startLine')),
        });
        break;
      case 'locationTable':
        tables.locations.push({
          mapping: numberIn(member(element, 'mappingIndex')),
          address: numberIn(member(element, 'address')),
          functions: listOf(member(element, 'lines') ?? member(element, 'line')).map((line) =>
            numberIn(member(line, 'functionIndex')),
          ),
          attributes: numbersIn(member(element, 'attributeIndices')),
        });
        break;
      case 'stackTable':
        tables.stacks.push(numbersIn(member(element, 'locationIndices')));
        break;
      case 'attributeTable':
        tables.attributes.push({
          key: numberIn(member(element, 'keyStrindex')),
          value: attributeValue(member(element, 'value')),
        });
        break;
      default:
    }
  }

  private resourceOf(path: JsonPath): number {
    const key = String(path[1]);
    let place = this.resources.get(key);
    if (place === undefined) {
      place = this.tables.resources.push([]) - 1;
      this.resources.set(key, place);
    }
    return place;
  }

  private profileOf(path: JsonPath): number {
    const key = `${path[1]} ${path[3]} ${path[5]}`;
    let place = this.profiles.get(key);
    if (place === undefined) {
      place = this.tables.addProfile(this.resourceOf(path));
      this.profiles.set(key, place);
    }
    return place;
  }
}
