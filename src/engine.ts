import { setFlagsFromString } from 'node:v8';

/** From here on garbage outweighs everything else in memory, and code is run often enough to pay for compiling it. */
const MANY_IMAGES = 20;

/**
 * V8 translates code that runs often, and collects garbage, on threads of its own. A gate computes for a quarter of a
 * second and then waits: it is over before either has paid for itself.
 */
const FOR_FEW = ['--no-maglev', '--no-turbofan', '--no-sparkplug', '--no-parallel-scavenge'];

/**
 * V8 lets its young generation grow under load, and collects the rest only when it has doubled. Hundreds of images make
 * garbage so fast that half of the memory would be what nobody needs any more.
 */
const FOR_MANY = ['--semi-space-growth-factor=1', '--heap-growing-percent=50'];

/**
 * Fits V8 to the length of the run. Only a matter of time and memory: no flag changes what the program does. Given at
 * run time, because a step cannot choose the command line; before the first request, because what is compiled stays.
 * See docs/decisions/0005-engine-flags.md.
 */
export function fitEngine(images: number): void {
  for (const flag of images > MANY_IMAGES ? FOR_MANY : FOR_FEW) setFlagsFromString(flag);
}
