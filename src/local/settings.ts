import { resolve } from 'node:path';
import { CannotStart } from './cannot-start.ts';

/** The project, wherever the command was called from. */
export const root = resolve(import.meta.dirname, '../..');

export type Settings = { port: number; home: string };

/** `PORT` moves the site, `MAWAHIB_HOME` the state folder. Everything else is chosen free. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const text = env['PORT'] || '8888';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new CannotStart(`PORT is "${text}", which is not a port: give a number from 1 to 65535.`);
  }
  return { port, home: resolve(root, env['MAWAHIB_HOME'] || '.local') };
}
