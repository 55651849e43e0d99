import { getStore } from '@netlify/blobs';
import * as z from 'zod';
import { versionOf, type Version } from './blob-version.ts';
import { wantBuild, type BuildSettings } from './build-hook.ts';
import { markLists, purgeLists, tidyListPages } from './list-pages.ts';
import { purgeTag, type PurgeSettings } from './purge.ts';

export type PageSettings = PurgeSettings & BuildSettings;
type PageState = 'changed' | 'unpublished';

/** What the edge reads before it serves a talent's static page (netlify/edge-functions/talent-page-gate.ts). */
const marker = z.object({
  state: z.enum(['changed', 'unpublished']),
  at: z.coerce.date(),
  purged: z.boolean().default(true),
});
type Marker = z.infer<typeof marker>;

const store = () => getStore({ name: 'talent-pages', consistency: 'strong' });

async function readMarker(slug: string): Promise<{ known: Marker | null; version: Version }> {
  const found = await store().getWithMetadata(slug, { type: 'json' });
  const parsed = marker.safeParse(found?.data);
  return { known: parsed.success ? parsed.data : null, version: versionOf(found) };
}

/** Does the marker say so already, or something later? */
const overtakes = (known: Marker | null, next: Marker): boolean =>
  known !== null &&
  (known.at > next.at ||
    (known.at.getTime() === next.at.getTime() && known.state === next.state && (known.purged || !next.purged)));
const isSaid = async (slug: string, next: Marker): Promise<boolean> => overtakes((await readMarker(slug)).known, next);

/** Of two changes the later one stands, in whatever order they get here. False when the marker already says so. */
async function writeMarker(slug: string, next: Marker): Promise<boolean> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { known, version } = await readMarker(slug);
    if (overtakes(known, next)) return false;
    const { modified } = await store().setJSON(slug, next, version);
    if (modified) return true;
  }
  throw new Error(`the marker of ${slug} is fought over`);
}

async function purge(settings: PageSettings, slug: string, said: Marker): Promise<boolean> {
  const done = await purgeTag(settings, `talent-${slug}`);
  // marked last, so that a purge nobody finished is found and repeated
  if (done) await writeMarker(slug, { ...said, purged: true });
  return done;
}

/** A talent's page is out of date from `at` on: the edge turns to the fresh one, caches let go, a build is asked for. */
export function talentPages(settings: PageSettings) {
  const tell =
    (state: PageState) =>
    async (slug: string, at: Date): Promise<void> => {
      const said = { state, at, purged: false };
      // first, for the page's own marker says that all of it is told: whoever left stands on no list
      if (state === 'unpublished' && !(await isSaid(slug, said))) await markLists(at);
      if (!(await writeMarker(slug, said))) return;
      // `talents` are the lists: the host limits how often, and they grow old in a minute anyway
      await Promise.all([
        purge(settings, slug, said),
        purgeTag(settings, 'talents'),
        ...(state === 'unpublished' ? [purgeLists(settings)] : []),
        wantBuild(settings, at),
      ]);
    };
  // what no list shows: the next build takes it along, whatever it comes for
  const alone = async (slug: string, at: Date): Promise<void> => {
    const said = { state: 'changed' as const, at, purged: false };
    if (await writeMarker(slug, said)) await purge(settings, slug, said);
  };
  const lists = async (at: Date): Promise<void> =>
    void (await Promise.all([purgeTag(settings, 'talents'), purgeTag(settings, 'lists'), wantBuild(settings, at)]));
  return { changed: tell('changed'), published: tell('changed'), unpublished: tell('unpublished'), alone, lists };
}

/** A build stamps its time when it is done; what it shows was read before, and an edit may have been underway then. */
const buildTakes = 30 * 60_000;
/** How long a page that was taken down says so; after that it is as unknown as any other. */
const goneFor = 30 * 86_400_000;

/** For the clock: drops markers that the live build has caught up with, and finishes purges that were broken off. */
export async function tidyTalentPages(
  settings: PageSettings,
  builtAt: Date | null,
  now: Date,
): Promise<{ markers: number; dropped: number; purged: number }> {
  const report = { markers: 0, dropped: 0, purged: 0 };
  await tidyListPages(settings, builtAt, buildTakes);
  const { blobs } = await store().list();
  for (const { key: slug } of blobs) {
    const { known } = await readMarker(slug);
    report.markers += 1;
    const overtaken =
      known === null ||
      (known.state === 'changed'
        ? builtAt !== null && known.at.getTime() < builtAt.getTime() - buildTakes
        : known.at.getTime() < now.getTime() - goneFor);
    if (overtaken) {
      await store().delete(slug);
      report.dropped += 1;
    } else if (!known.purged && (await purge(settings, slug, known))) report.purged += 1;
  }
  return report;
}
