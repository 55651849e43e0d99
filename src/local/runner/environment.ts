import process from 'node:process';
import type { NetlifyGlobal } from '@netlify/types';
import { currentContext } from './context.ts';

const holder = globalThis as { Netlify?: NetlifyGlobal };

/** `Netlify.env` here is a view of `process.env`, so that both always tell the same. */
const netlify: NetlifyGlobal = {
  env: {
    get: (name) => process.env[name],
    has: (name) => process.env[name] !== undefined,
    set: (name, value) => void (process.env[name] = value),
    delete: (name) => void delete process.env[name],
    toObject: () =>
      Object.fromEntries(
        Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
  },
  get context() {
    return currentContext();
  },
};

export type Environment = { set: (name: string, value: string | undefined) => void; restore: () => void };

/** Remembers what it covers, for tests that start several sites one after another. */
export function enterEnvironment(): Environment {
  const covered = new Map<string, string | undefined>();
  const before = holder.Netlify;
  holder.Netlify = netlify;
  const put = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  return {
    set: (name, value) => {
      if (!covered.has(name)) covered.set(name, process.env[name]);
      put(name, value);
    },
    restore: () => {
      for (const [name, value] of covered) put(name, value);
      if (before) holder.Netlify = before;
      else delete holder.Netlify;
    },
  };
}
