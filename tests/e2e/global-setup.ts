import type { TestProject } from 'vitest/node';
import { startStack } from '../../tools/test/stack.ts';

/** `E2E_ORIGIN` names a stack that runs already; without it the tests start one of their own and end it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.E2E_ORIGIN;
  if (running) {
    project.provide('origin', running.replace(/\/$/, ''));
    return async () => {};
  }
  // stories run the jobs themselves: one that comes by at its own hour would change what they are about to read
  const stack = await startStack((line) => console.log(line), { MAWAHIB_JOBS: 'manual' });
  project.provide('origin', stack.origin);
  return stack.stop;
}

declare module 'vitest' {
  export interface ProvidedContext {
    origin: string;
  }
}
