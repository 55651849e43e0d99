import { getStore } from '@netlify/blobs';
import * as z from 'zod';
import { versionOf, type Version } from './blob-version.ts';
import { purgeTag, type PurgeSettings } from './purge.ts';

/** What the edge reads before it serves the front page or a list (netlify/edge-functions/list-page-gate.ts). */
const marker = z.object({ at: z.coerce.date(), purged: z.boolean() });
type Marker = z.infer<typeof marker>;

const key = 'left';
const store = () => getStore({ name: 'list-pages', consistency: 'strong' });

async function read(): Promise<{ known: Marker | null; version: Version }> {
  const found = await store().getWithMetadata(key, { type: 'json' });
  const parsed = marker.safeParse(found?.data);
  return { known: parsed.success ? parsed.data : null, version: versionOf(found) };
}

/** The latest leaving stands, in whatever order they get here. False when the marker already says so. */
async function write(next: Marker): Promise<boolean> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { known, version } = await read();
    if (known && (known.at > next.at || (known.at.getTime() === next.at.getTime() && known.purged === next.purged)))
      return false;
    const { modified } = await store().setJSON(key, next, version);
    if (modified) return true;
  }
  throw new Error('the marker of the lists is fought over');
}

/**
 * Somebody is off the public site: until a build is newer, front page and lists are made from the database. Whoever only edits their
 * page may stand there as they were for those minutes; whoever leaves may not.
 */
export async function markLists(at: Date): Promise<void> {
  const { known } = await read();
  // told late, of somebody who left before the last one: what the CDN keeps may still name them
  await write({ at: known && known.at > at ? known.at : at, purged: false });
}

/** Caches let go of the lists; marked last, so that a purge nobody finished is found and repeated. */
export async function purgeLists(settings: PurgeSettings): Promise<void> {
  const { known } = await read();
  if (known && !known.purged && (await purgeTag(settings, 'lists'))) await write({ ...known, purged: true });
}

/** For the clock: the files again, once a build that began after the leaving is live; and a purge that was broken off. */
export async function tidyListPages(settings: PurgeSettings, builtAt: Date | null, takes: number): Promise<void> {
  const { known } = await read();
  if (known && builtAt !== null && known.at.getTime() < builtAt.getTime() - takes) await store().delete(key);
  else await purgeLists(settings);
}
