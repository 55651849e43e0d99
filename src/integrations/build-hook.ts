import { getStore } from '@netlify/blobs';
import * as z from 'zod';
import { versionOf, type Version } from './blob-version.ts';

export type BuildSettings = { BUILD_HOOK_URL?: string | undefined };

/** Builds cost minutes: the first change asks at once, those that follow share the next one. */
const quietTime = 10 * 60_000;

const state = z.object({ askedAt: z.coerce.date().nullable(), wantedSince: z.coerce.date().nullable() });
type State = z.infer<typeof state>;
const key = 'build';
const store = () => getStore({ name: 'site-state', consistency: 'strong' });

async function read(): Promise<{ state: State; version: Version }> {
  const found = await store().getWithMetadata(key, { type: 'json' });
  const parsed = state.safeParse(found?.data);
  return { state: parsed.success ? parsed.data : { askedAt: null, wantedSince: null }, version: versionOf(found) };
}

/** Only over what was read; false when somebody else was faster. */
const write = async (next: State, version: Version): Promise<boolean> =>
  (await store().setJSON(key, next, version)).modified;

async function post(url: string): Promise<boolean> {
  const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(8_000), redirect: 'manual' }).catch(
    () => null,
  );
  await answer?.body?.cancel();
  return answer?.ok === true;
}

/** `asked`: a build is on its way; `waiting`: it is asked for by the clock; `off`: this site has no hook. */
export type BuildAnswer = 'asked' | 'waiting' | 'nothing_to_do' | 'off';

async function ask(url: string, now: Date, wanted: boolean): Promise<BuildAnswer> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { state: known, version } = await read();
    const since = known.wantedSince ?? (wanted ? now : null);
    if (since === null) return 'nothing_to_do';
    // asked in the future: a clock was set back, and must not silence the hook
    const due = known.askedAt === null || known.askedAt > now || now.getTime() - known.askedAt.getTime() >= quietTime;
    if (!due) {
      if (known.wantedSince !== null || (await write({ ...known, wantedSince: since }, version))) return 'waiting';
      continue;
    }
    if (!(await write({ askedAt: now, wantedSince: null }, version))) continue;
    if (await post(url)) return 'asked';
    const after = await read();
    await write({ askedAt: known.askedAt, wantedSince: since }, after.version);
    return 'waiting';
  }
  return 'waiting';
}

/** The public pages have changed. */
export const wantBuild = async ({ BUILD_HOOK_URL: url }: BuildSettings, now: Date): Promise<BuildAnswer> =>
  url ? ask(url, now, true) : 'off';

/** For the clock: the build that changes are still waiting for. */
export const buildIfWanted = async ({ BUILD_HOOK_URL: url }: BuildSettings, now: Date): Promise<BuildAnswer> =>
  url ? ask(url, now, false) : 'off';
