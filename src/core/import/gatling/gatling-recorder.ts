import type { Batch } from '../batch.ts';
import type { NewTagSet, ReaderContext } from '../importer.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { MORE_NAMES, Transactions } from '../k6/transactions.ts';
import type { WarningLog } from '../warning-log.ts';
import { ACTIVE_USER_LIMITS, ActiveUsers, ALL_USERS, MAX_SCENARIO_SERIES } from './active-users.ts';
import { groupName, groupPath } from './group-path.ts';
import { InjectionWatch } from './injection.ts';
import { Messages } from './messages.ts';
import { PointRows } from './point-rows.ts';
import { NO_ID, SampleRows } from './sample-rows.ts';

export const MAX_GROUPS = 100_000;
export const MORE_GROUPS = '(more groups)';
/** Texts of errors that are told apart in the tags of the counter. */
export const MAX_ERROR_TEXTS = 20_000;
export const MORE_ERRORS = '(more errors)';
export const NO_NAME = '(no name)';
/** UTF-16 units of all groups and errors that are held: 32 MB. */
const MAX_HELD_UNITS = 16 << 20;
/** No group: the request stands outside of all. */
export const NO_GROUP = NO_ID;

const SCENARIOS_IN_PROPERTIES = 50;

interface Group {
  readonly tagSetId: number;
  readonly transactionId: number;
}

/**
 * Turns the records of a Gatling log into samples and readings, whatever form the log has: requests and groups become
 * samples, users a gauge, errors a counter. A request belongs to the transaction of its name; its groups stand in its
 * tag `group`, as with k6. Names are worked out once: records come with numbers.
 */
export class GatlingRecorder {
  readonly messages: Messages;
  requests = 0;
  failedRequests = 0;
  groups = 0;
  usersStarted = 0;
  usersEnded = 0;
  errors = 0;
  /** Earliest and latest time stamp of a record, ms since 1970. */
  firstMs = Infinity;
  lastMs = -Infinity;
  private readonly context: ReaderContext;
  private readonly warnings: WarningLog;
  private readonly limit: TextLimit;
  private readonly samples: SampleRows;
  private readonly points: PointRows;
  private readonly transactions = new Transactions();
  private readonly groupIds = new Map<string, number>();
  private readonly groupList: Group[] = [];
  private readonly scenarioIds = new Map<string, number>();
  private readonly scenarioTags: number[] = [];
  private readonly errorTags = new Map<string, number>();
  private readonly users: ActiveUsers;
  private readonly injection = new InjectionWatch();
  private freshTagSets: NewTagSet[] = [];
  private withoutDuration = 0;
  private heldUnits = 0;

  constructor(context: ReaderContext, warnings: WarningLog, userLimits = ACTIVE_USER_LIMITS) {
    this.context = context;
    this.users = new ActiveUsers(userLimits);
    this.warnings = warnings;
    this.limit = new TextLimit(warnings);
    this.messages = new Messages(context.textIds, warnings);
    const send = (batch: Batch): void => {
      this.sendNames();
      context.emit.batch(batch);
    };
    this.samples = new SampleRows(send, context.arrays);
    this.points = new PointRows(context.emit, send, context.arrays);
  }

  /** Good records so far. */
  get rows(): number {
    return this.requests + this.groups + this.usersStarted + this.usersEnded + this.errors;
  }

  get scenarios(): readonly string[] {
    return [...this.scenarioIds.keys()];
  }

  /** Number of the transaction of a request. */
  requestId(name: string): number {
    return this.transactions.idOf(name === '' ? NO_NAME : this.limit.clip(name), 'request', null);
  }

  /** Number of a group within groups, for {@link request} and {@link group}; {@link NO_GROUP} for no names. */
  groupId(names: readonly string[]): number {
    if (names.length === 0) return NO_GROUP;
    const path = this.limit.clip(groupPath(names));
    const known = this.groupIds.get(path);
    if (known !== undefined) return known;
    if (this.isFull(this.groupIds, MAX_GROUPS, path)) {
      this.warnings.add('many-groups', `Too many groups: the last ones are in "${MORE_GROUPS}".`);
      return this.groupIds.get(MORE_GROUPS) ?? this.addGroup(MORE_GROUPS, MORE_GROUPS);
    }
    return this.addGroup(path, groupName(path));
  }

  /** Number of a scenario, for {@link user}. */
  scenarioId(name: string): number {
    let id = this.scenarioIds.get(name);
    if (id === undefined) {
      id = this.scenarioIds.size;
      // Further ones have no series of their own; all of them may share a number.
      if (id > MAX_SCENARIO_SERIES) return MAX_SCENARIO_SERIES;
      this.scenarioIds.set(name, id);
    }
    return id;
  }

  /** Number of a message that is at hand as a string, for {@link request}; {@link NO_ID} for an empty one. */
  messageId(text: string): number {
    return text === '' ? NO_ID : this.messages.idOf(this.limit.clip(text));
  }

  /** Number of the text of an error, for {@link error}. */
  errorId(rawText: string): number {
    let text = this.limit.clip(rawText);
    let id = this.errorTags.get(text);
    if (id === undefined && this.isFull(this.errorTags, MAX_ERROR_TEXTS, text)) {
      this.warnings.add(
        'many-errors',
        `Too many different errors: the last ones are counted as "${MORE_ERRORS}".`,
      );
      text = MORE_ERRORS;
      id = this.errorTags.get(text);
    }
    id ??= this.tagSet('error', text);
    this.errorTags.set(text, id);
    return id;
  }

  /**
   * @param startMs, @param endMs since 1970; an end before the start stands for no duration
   * @param messageId number of {@link messages}, or {@link NO_ID}
   */
  request(
    requestId: number,
    groupId: number,
    startMs: number,
    endMs: number,
    ok: boolean,
    messageId: number,
  ): void {
    this.requests += 1;
    if (!ok) this.failedRequests += 1;
    this.note(startMs, endMs);
    const tagSetId = groupId === NO_GROUP ? NO_ID : this.groupList[groupId]!.tagSetId;
    this.samples.add(requestId, tagSetId, startMs, endMs, ok, messageId);
  }

  /** @param cumulatedMs response times of the requests in the group, added up */
  group(groupId: number, startMs: number, endMs: number, cumulatedMs: number, ok: boolean): void {
    const known = this.groupList[groupId];
    if (known === undefined) throw new Error('A group record without a group');
    this.groups += 1;
    this.note(startMs, endMs);
    this.samples.add(known.transactionId, known.tagSetId, startMs, endMs, ok, NO_ID);
    this.points.add('cumulatedResponseTime', Math.max(startMs, endMs), cumulatedMs, known.tagSetId);
  }

  user(scenarioId: number, isStart: boolean, atMs: number): void {
    if (isStart) this.usersStarted += 1;
    else this.usersEnded += 1;
    this.noteInstant(atMs);
    this.users.add(scenarioId, isStart, atMs);
    this.injection.add(scenarioId, isStart, atMs);
  }

  error(errorId: number, atMs: number): void {
    this.errors += 1;
    this.noteInstant(atMs);
    this.points.add('errors', atMs, 1, errorId);
  }

  /** What the rows refer to; to be called now and then, so that it does not pile up while batches fill slowly. */
  sendNames(): void {
    const { emit } = this.context;
    const transactions = this.transactions.takeNew();
    if (transactions.length > 0) emit.transactions(transactions);
    for (const texts of this.messages.takeNew()) emit.texts(texts);
    if (this.freshTagSets.length === 0) return;
    emit.tagSets(this.freshTagSets);
    this.freshTagSets = [];
  }

  /** Sends all that is left and adds the warnings that only the end of the file allows. */
  finish(): void {
    const outcome = this.users.finish(this.lastMs, (second, scenario, users) => {
      const tagSetId = scenario === ALL_USERS ? NO_ID : this.scenarioTag(scenario);
      this.points.add('activeUsers', second * 1000, users, tagSetId);
    });
    const { warnings } = this;
    if (outcome === 'sparse') {
      warnings.add(
        'active-users-sparse',
        'The log spans so much time that active users were kept only for seconds in which users started or ended.',
      );
    } else if (outcome === 'too-many-seconds') {
      warnings.add(
        'active-users-unknown',
        'The starts and ends of users are spread over so much time that active users were not counted.',
      );
    }
    if (this.transactions.overflow > 0) {
      warnings.add(
        'many-names',
        `There are too many names of requests; the last ones are in "${MORE_NAMES}".`,
        this.transactions.overflow,
      );
    }
    if (this.withoutDuration > 0) {
      warnings.add(
        'no-duration',
        'Requests or groups whose end is before their start were kept without a response time.',
        this.withoutDuration,
      );
    }
    this.samples.flush();
    this.points.flush();
    this.sendNames();
  }

  /** What was counted, for the properties of the source. */
  counts(): Record<string, string> {
    const scenarios = this.scenarios.filter((name) => name !== '');
    const injection = this.injection.result();
    const listed = scenarios.slice(0, SCENARIOS_IN_PROPERTIES).join(', ');
    return {
      ...(scenarios.length === 0
        ? {}
        : { scenarios: scenarios.length > SCENARIOS_IN_PROPERTIES ? `${listed}, …` : listed }),
      requests: String(this.requests),
      'failed requests': String(this.failedRequests),
      groups: String(this.groups),
      'users started': String(this.usersStarted),
      'users ended': String(this.usersEnded),
      ...(injection === null ? {} : { injection }),
      errors: String(this.errors),
    };
  }

  /** Whether one more text would be too much to hold; if not, it is counted. */
  private isFull(texts: ReadonlyMap<string, number>, limit: number, text: string): boolean {
    if (texts.size >= limit || this.heldUnits + text.length > MAX_HELD_UNITS) return true;
    this.heldUnits += text.length;
    return false;
  }

  private note(startMs: number, endMs: number): void {
    if (startMs < this.firstMs) this.firstMs = startMs;
    if (endMs >= startMs) {
      if (endMs > this.lastMs) this.lastMs = endMs;
      return;
    }
    this.withoutDuration += 1;
    if (startMs > this.lastMs) this.lastMs = startMs;
  }

  private noteInstant(atMs: number): void {
    if (atMs < this.firstMs) this.firstMs = atMs;
    if (atMs > this.lastMs) this.lastMs = atMs;
  }

  private addGroup(path: string, name: string): number {
    const id = this.groupList.length;
    this.groupIds.set(path, id);
    this.groupList.push({
      tagSetId: this.tagSet('group', path),
      transactionId: this.transactions.idOf(name, 'group', null),
    });
    return id;
  }

  private scenarioTag(scenario: number): number {
    return (this.scenarioTags[scenario] ??= this.tagSet(
      'scenario',
      this.limit.clip(this.scenarios[scenario]!),
    ));
  }

  private tagSet(key: string, value: string): number {
    const id = this.context.tagSetIds.take();
    this.freshTagSets.push({ id, tags: [[key, value]] });
    return id;
  }
}
