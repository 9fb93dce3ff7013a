import { HTTP_FAILED, httpParts } from './builtin-metrics.ts';
import type { TagSet } from './tag-sets.ts';

const PARTS = httpParts.length;
const COMPLETE = (1 << PARTS) - 1;

/** Requests that wait for more of their points, at most: about 4 MB. */
const DEFAULT_MAX_OPEN = 16_384;

/** A request whose points are being collected. */
export class OpenRequest {
  /** End of the request, µs since 1970, and nanoseconds beyond. */
  us = 0;
  ns = 0;
  tags: TagSet;
  /** Bit n is set when the point of part n (see {@link httpParts}) is there. */
  mask = 0;
  readonly values: number[] = Array.from(httpParts, () => NaN);
  /** Requests with the same key, and neighbours by age; only while it waits apart. */
  peers: Peers | null = null;
  older: OpenRequest | null = null;
  younger: OpenRequest | null = null;

  constructor(tags: TagSet) {
    this.tags = tags;
  }

  has(part: number): boolean {
    return (this.mask & (1 << part)) !== 0;
  }

  /** All points are there that every version of k6 writes. */
  get whole(): boolean {
    return (this.mask | (1 << HTTP_FAILED)) === COMPLETE;
  }
}

/** The waiting requests of one key, oldest first. */
interface Peers {
  readonly key: string;
  readonly us: number;
  readonly ns: number;
  readonly tags: TagSet;
  readonly requests: OpenRequest[];
  /** Points that came so far, per part; the k-th point of a part belongs to the k-th request of the key. */
  readonly points: number[];
  /** Requests that are gone: `requests[0]` is the request number `gone`. */
  gone: number;
}

export interface JoinerOutput {
  /** A request with all its points, or one for which no more are expected. The object is used again afterwards. */
  request(request: OpenRequest): void;
  /** A point whose request has been given up already. */
  late(part: number, us: number, ns: number, value: number, tags: TagSet): void;
}

/**
 * Puts the points of HTTP requests together. k6 writes no request id: points belong together when time (to the
 * nanosecond) and tags are the same, and the k-th point of a metric belongs to the k-th request of that time and tags.
 *
 * k6 writes the lines of a request one after the other: these are collected in one reused object. Requests whose points
 * stand apart (merged or sorted files) or never come (`http_req_failed` in old files) wait in a bounded queue; when it
 * is full, the oldest is handed out as it is.
 */
export class RequestJoiner {
  private readonly output: JoinerOutput;
  private readonly maxOpen: number;
  private current: OpenRequest;
  private readonly waiting = new Map<string, Peers>();
  private lastPeers: Peers | null = null;
  private oldest: OpenRequest | null = null;
  private youngest: OpenRequest | null = null;
  private open = 0;

  constructor(noTags: TagSet, output: JoinerOutput, maxOpen = DEFAULT_MAX_OPEN) {
    this.current = new OpenRequest(noTags);
    this.output = output;
    this.maxOpen = maxOpen;
  }

  add(part: number, us: number, ns: number, value: number, tags: TagSet): void {
    const { current } = this;
    const bit = 1 << part;
    const { mask } = current;
    if (mask !== 0 && (mask & bit) === 0 && current.us === us && current.ns === ns && current.tags === tags) {
      current.values[part] = value;
      current.mask = mask | bit;
      if (current.mask === COMPLETE) {
        this.output.request(current);
        current.mask = 0;
      }
      return;
    }
    this.addApart(part, us, ns, value, tags);
  }

  /** No more points follow. */
  flush(): void {
    if (this.current.mask !== 0) this.park();
    while (this.oldest !== null) this.giveUp(this.oldest);
  }

  private addApart(part: number, us: number, ns: number, value: number, tags: TagSet): void {
    if (this.current.mask !== 0) this.park();
    const peers = this.peersOf(us, ns, tags);
    if (peers !== undefined) {
      this.addToPeers(peers, part, value);
      return;
    }
    const { current } = this;
    current.us = us;
    current.ns = ns;
    current.tags = tags;
    current.mask = 1 << part;
    current.values[part] = value;
  }

  private peersOf(us: number, ns: number, tags: TagSet): Peers | undefined {
    if (this.open === 0) return undefined;
    const last = this.lastPeers;
    if (last !== null && last.us === us && last.ns === ns && last.tags === tags) return last;
    const peers = this.waiting.get(keyOf(us, ns, tags));
    if (peers !== undefined) this.lastPeers = peers;
    return peers;
  }

  /** Lets the collected request wait apart. There are no peers of its key: else its points had gone to them. */
  private park(): void {
    const request = this.current;
    const { us, ns, tags, mask } = request;
    const key = keyOf(us, ns, tags);
    const points = Array.from(httpParts, (_, part) => (mask >> part) & 1);
    const peers: Peers = { key, us, ns, tags, requests: [request], points, gone: 0 };
    this.waiting.set(key, peers);
    this.lastPeers = peers;
    this.enqueue(request, peers);
    this.current = new OpenRequest(tags);
  }

  private addToPeers(peers: Peers, part: number, value: number): void {
    const number = peers.points[part]!;
    peers.points[part] = number + 1;
    if (number < peers.gone) {
      this.output.late(part, peers.us, peers.ns, value, peers.tags);
      return;
    }
    let request = peers.requests[number - peers.gone];
    if (request === undefined) {
      request = new OpenRequest(peers.tags);
      request.us = peers.us;
      request.ns = peers.ns;
      peers.requests.push(request);
      this.enqueue(request, peers);
    }
    request.values[part] = value;
    request.mask |= 1 << part;
    // Points come to the requests of a key in order, so the first one to be complete is the oldest.
    if (request.mask === COMPLETE) this.giveUp(request);
  }

  private enqueue(request: OpenRequest, peers: Peers): void {
    request.peers = peers;
    request.older = this.youngest;
    if (this.youngest === null) this.oldest = request;
    else this.youngest.younger = request;
    this.youngest = request;
    this.open += 1;
    if (this.open > this.maxOpen && this.oldest !== null) this.giveUp(this.oldest);
  }

  /** Hands out the oldest request of its key. */
  private giveUp(request: OpenRequest): void {
    const { older, younger, peers } = request;
    if (older === null) this.oldest = younger;
    else older.younger = younger;
    if (younger === null) this.youngest = older;
    else younger.older = older;
    this.open -= 1;
    if (peers !== null) {
      peers.requests.shift();
      peers.gone += 1;
      if (peers.requests.length === 0) {
        this.waiting.delete(peers.key);
        if (this.lastPeers === peers) this.lastPeers = null;
      }
    }
    this.output.request(request);
  }
}

function keyOf(us: number, ns: number, tags: TagSet): string {
  return `${us}.${ns}/${tags.contentId}`;
}
