declare module 'unbzip2-stream' {
  /** A synchronous transform: `data` events fire inside `write` and `end`. */
  interface Unbzip2Stream {
    write(chunk: Uint8Array): boolean;
    end(): void;
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
  export default function unbzip2(): Unbzip2Stream;
}
