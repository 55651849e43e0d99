import { randomBytes } from 'node:crypto';
import { absent, AppError } from '../../core/errors.ts';
import { violates } from '../../db/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { AttachmentRefusal } from '../attachments/rules.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import * as photos from './queries/photos.ts';
import * as requests from './queries/requests.ts';
import { readPicture } from './reading.ts';
import { canReceive, type PhotoSource, type PhotoState } from './rules.ts';

export type Came = { bytes: Uint8Array; name: string };
export type Taken = {
  /** photos that are new */
  taken: number;
  /** photos this service has already */
  known: number;
  refused: { name: string; why: AttachmentRefusal | 'limit_reached' }[];
};

const system = (ctx: Ctx) => ctx.doors.asSystem('photos: received');

export async function findAnswerable(ctx: Ctx, requestId: string): Promise<requests.Answerable> {
  const { found } = await system(ctx).read((db) => ({ found: requests.toAnswer(db, requestId) }));
  return found[0] ?? absent();
}

/** One photo: its bytes first, then its row; without the row the bytes go again. */
async function keep(
  ctx: Ctx,
  request: requests.Answerable,
  came: Came,
  how: How,
): Promise<'taken' | 'known' | Refused> {
  const read = await readPicture(came.bytes);
  if ('refused' in read) return { name: came.name, why: read.refused };
  const storage = await ctx.ports.storages.current();
  const objectKey = `photos/${request.serviceId}/${randomBytes(16).toString('hex')}`;
  await storage.write(objectKey, read.bytes, read.type);
  const drop = () =>
    storage
      .remove(objectKey)
      .catch((error: unknown) => ctx.log('an object was left behind', { key: objectKey, error: String(error) }));
  const { bytes, ...facts } = read;
  try {
    const row = {
      ...facts,
      size: bytes.byteLength,
      serviceId: request.serviceId,
      talentId: request.talentId,
      requestId: request.id,
      source: how.source,
      state: how.state,
      storage: storage.name,
      objectKey,
    };
    const [added] = await system(ctx).write(async (tx) => {
      const made = await photos.insert(tx, row);
      if (made.length > 0 && how.state === 'shown') await photos.touch(tx, request.talentId, ctx.now);
      return made;
    });
    if (added) return 'taken';
    await drop();
    return 'known';
  } catch (error) {
    await drop();
    if (violates(error, 'service_photos_keep_to_the_cap')) return { name: came.name, why: 'limit_reached' };
    if (violates(error, 'service_photos_answer_an_open_request')) throw new AppError('wrong_state', { cause: error });
    throw error;
  }
}

type How = { source: PhotoSource; state: PhotoState };
type Refused = Taken['refused'][number];

/**
 * Photos for a request, by whichever way they came: each judged alone, so that one that is no picture costs the others nothing.
 * What is shown at once is on the talent's page as soon as it is written.
 */
export async function receivePhotos(
  ctx: Ctx,
  request: requests.Answerable,
  came: readonly Came[],
  how: How,
): Promise<Taken> {
  const may = canReceive(request, ctx.now);
  if (!may.ok) throw new AppError(may.why);
  const report: Taken = { taken: 0, known: 0, refused: [] };
  // one after the other: each is drawn anew, which takes all of a small machine
  for (const one of came) {
    const outcome = await keep(ctx, request, one, how);
    if (outcome === 'taken' || outcome === 'known') report[outcome] += 1;
    else report.refused.push(outcome);
  }
  if (report.taken > 0 && how.state === 'shown' && isPublic(request))
    await ctx.ports.pages.changed(request.slug, ctx.now);
  return report;
}
