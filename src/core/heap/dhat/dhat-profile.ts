import { z } from 'zod';

const figure = z.number().nonnegative();

/** What is read of a DHAT file, version 2, as Valgrind and dhat-rs write it (valgrind `dhat/dh_main.c`). */
const dhatSchema = z.object({
  dhatFileVersion: z.literal(2),
  /** `heap`, `rust-heap`; `copy` and `ad-hoc` count events. */
  mode: z.string(),
  /** Lifetimes of blocks were recorded. */
  bklt: z.boolean(),
  /** Name of the unit of time. */
  tu: z.string().optional(),
  cmd: z.string().optional(),
  /** Moments of the peak and of the end. */
  tg: figure.optional(),
  te: figure.optional(),
  pps: z.array(
    z.object({
      /** Bytes and blocks alive at the end. */
      eb: figure.optional(),
      ebk: figure.optional(),
      /** Places in `ftbl`, the innermost first. */
      fs: z.array(z.number().int().nonnegative()),
    }),
  ),
  ftbl: z.array(z.string()),
});
export type DhatFile = z.infer<typeof dhatSchema>;

/** @returns null for JSON that is no DHAT file of version 2 */
export function dhatFile(json: unknown): DhatFile | null {
  const parsed = dhatSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
}

export interface DhatSite {
  readonly name: string;
  readonly blocks: number;
  readonly bytes: number;
}

/** What was alive at the end, by the function that asked for it: the innermost one that is no allocator. Largest first. */
export function dhatSites({ pps, ftbl }: DhatFile): DhatSite[] {
  const sites = new Map<string, { blocks: number; bytes: number }>();
  for (const { eb = 0, ebk = 0, fs } of pps) {
    if (eb === 0 && ebk === 0) continue;
    const names = fs.map((frame) => functionName(ftbl[frame] ?? ''));
    const name = names.find((each) => !isAllocator(each)) ?? names[0] ?? '(unknown)';
    const site = sites.get(name) ?? { blocks: 0, bytes: 0 };
    site.blocks += ebk;
    site.bytes += eb;
    sites.set(name, site);
  }
  return [...sites]
    .map(([name, site]): DhatSite => ({ name, ...site }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** `0x1084308b9: main (work_log.rs:58:15)` → `main`; addresses and lines differ from build to build. */
export function functionName(frame: string): string {
  return frame.replace(/^0x[\da-f]+:\s*/iu, '').replace(/\s+\((?:[^()]+:\d+(?::\d+)?|in [^()]+)\)$/u, '');
}

const ALLOCATORS = [
  /^(?:malloc|calloc|realloc|reallocarray|memalign|aligned_alloc|posix_memalign|valloc|strn?dup|xmalloc|xcalloc|xrealloc|g_malloc0?|g_realloc)$/u,
  /^operator new\b/u,
  /^(?:std::(?:__new_allocator|allocator|allocator_traits|_Vector_base|__allocate_guarded)|__gnu_cxx::new_allocator)\b/u,
  /^__r(?:g|ust|dl)_(?:alloc|realloc)/u,
  // The library of Rust in which vectors, strings and boxes take their memory.
  /^(?:<[^>]*\b)?(?:alloc|core::alloc|std::alloc)::/u,
];

function isAllocator(name: string): boolean {
  return ALLOCATORS.some((pattern) => pattern.test(name));
}
