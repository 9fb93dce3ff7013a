import type { NewFrame } from '../../model/frame-interner.ts';

/** `symbol+12`, `address symbol+12 (module)` as `ustack(perf)` writes, or an address. Offsets are decimal. */
const PERF_FORM = /^([0-9a-f]+) (.*?)(?:\+\d+)? \((.*)\)$/u;
const KERNEL_ADDRESS = /^0x(?:ffff[89a-f][0-9a-f]{11})$/u;
/** Where the kernel is entered: the outermost function of its stacks. */
const KERNEL_ENTRY =
  /^(?:entry_SYSCALL|do_syscall_64|asm_|ret_from_fork|el0t?_|el1h?_|secondary_startup|start_kernel|cpu_startup_entry|kthread$|common_interrupt|page_fault|exc_|__x64_sys_)/u;

export function bpftraceFrame(text: string, isKernel: boolean): NewFrame {
  const perf = PERF_FORM.exec(text);
  const kind = isKernel ? 'kernel' : 'unknown';
  if (perf === null) return { name: text.replace(/\+\d+$/u, ''), kind };
  const [, address, symbol, module] = perf;
  const isUnknown = symbol === '[unknown]' || symbol === '';
  return {
    name: isUnknown ? `0x${address!}` : symbol!,
    module: module === '[unknown]' ? null : module!,
    kind,
  };
}

/** @param stack leaf first */
export function isKernelStack(stack: readonly string[]): boolean {
  return stack.some((frame) => KERNEL_ADDRESS.test(frame)) || KERNEL_ENTRY.test(stack.at(-1) ?? '');
}
