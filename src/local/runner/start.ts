import type { Runner, StartOptions } from './types.ts';

export async function start(options: StartOptions): Promise<Runner> {
  throw new Error(`not yet: ${options.root}`);
}
