import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { demo, exampleIds } from '../../features/examples.ts';
import { mediaPath, mediaTypes, type MediaType } from '../../features/portfolio/rules/media.ts';
import type { Storage } from '../../features/storage.ts';
import { renderArtwork } from './artwork/media.ts';
import { idAt } from './chance.ts';
import { demoFiles } from './files.ts';
import { film } from './film.ts';
import type { DemoRows } from './rows.ts';

/*
 * Work that was really sent: most of the demo's pictures are drawn as they are asked for, these few lie in the storage as a talent's
 * own do, in every kind there is.
 */
type Kept = { bytes: Buffer; type: MediaType; width?: number; height?: number; seconds?: number; color?: string };

const artist = 'zainab-al-rubaie';

/** A drawing as the photo a camera would make of it. */
async function photo(file: string): Promise<Kept> {
  const drawing = renderArtwork(file);
  if (drawing === null) throw new Error(`the demo has no drawing ${file}`);
  const drawn = new Resvg(drawing, { fitTo: { mode: 'width', value: 1400 } }).render();
  const { data, info } = await sharp(drawn.asPng()).webp({ quality: 82 }).toBuffer({ resolveWithObject: true });
  // every look at it is a copy of all of it
  const { pixels } = drawn;
  const sums = [0, 0, 0];
  for (let at = 0; at < pixels.length; at += 400)
    for (const part of [0, 1, 2]) sums[part] = (sums[part] ?? 0) + (pixels[at + part] ?? 0);
  const mean = sums.map((sum) => Math.round(sum / (pixels.length / 400)));
  const color = `#${mean.map((part) => Math.min(255, part).toString(16).padStart(2, '0')).join('')}`;
  return { bytes: data, type: 'image/webp', width: info.width, height: info.height, color };
}

const dawn = { width: 384, height: 216, milliseconds: 200 };
const dawnFrames = 25;

/** The sun comes up behind three hills, in five seconds. */
function sunrise(x: number, y: number, frame: number): [number, number, number] {
  const day = frame / (dawnFrames - 1);
  const hill = [150, 168, 190].map((base, at) => base + Math.sin(x / (34 + at * 13) + at * 2) * (16 - at * 3));
  const at = hill.findLastIndex((top) => y > top);
  if (at !== -1) {
    const dark = 0.35 + 0.65 * day;
    return [(72 + at * 18) * dark, (60 + at * 4) * dark, (74 - at * 14) * dark];
  }
  const away = Math.hypot(x - 192, y - (190 - 130 * day));
  if (away < 22) return [255, 226, 150];
  const glow = Math.max(0, 1 - away / 150) * day;
  const low = y / 216;
  return [60 + 150 * day * low + 70 * glow, 54 + 110 * day * low + 50 * glow, 96 + 60 * day * (1 - low)];
}

const theFilm = async (): Promise<Kept> => ({
  bytes: await film(dawnFrames, dawn, sunrise),
  type: 'video/webm',
  width: dawn.width,
  height: dawn.height,
  seconds: 5,
});

/** What stands in the film's place: the moment its talent liked best. */
async function stillOf(frame: number): Promise<Kept> {
  const { width, height } = dawn;
  const points = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) points.set(sunrise(x, y, frame), (y * width + x) * 3);
  const bytes = await sharp(points, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer();
  return { bytes, type: 'image/jpeg', width, height, color: '#7c6a70' };
}

const tune: Kept = { bytes: demoFiles.tune.bytes, type: 'audio/wav', seconds: 3 };
const hidden = await photo(`${artist}/4.svg`);
const files = {
  'photo-one': await photo(`${artist}/1.svg`),
  'photo-two': await photo(`${artist}/2.svg`),
  'for-subscribers': hidden,
  film: await theFilm(),
  'film-poster': await stillOf(19),
  tune,
} as const satisfies Record<string, Kept>;
type FileName = keyof typeof files;
const objectKey = (file: FileName) => `files/demo/work-${file}`;

function kept(file: FileName, id: string) {
  const { bytes, type, ...facts }: Kept = files[file];
  const name = `demo.${mediaTypes[type].ending}`;
  const { width = null, height = null, seconds = null, color = null } = facts;
  return {
    type,
    size: bytes.length,
    storage: 'blobs',
    objectKey: objectKey(file),
    file: name,
    width,
    height,
    seconds,
    color,
    media:
      mediaTypes[type].as === 'image' && width && height ? { url: mediaPath(id, name), width, height, alt: {} } : null,
  };
}

type Item = DemoRows['portfolioItems'][number];

/** Of the example talent some of everything; of a musician a sound and a link. */
export function keepWork(rows: DemoRows, today: Date): void {
  const service = rows.services.find(({ id }) => id === exampleIds.service);
  const musician = rows.talentProfiles.find(({ category }) => category === 'musician');
  if (!service || !musician?.id) throw new Error('the demo has nobody to show work of every kind');
  const of = (talentId: string) => rows.portfolioItems.filter((item) => item.talentId === talentId);
  const mine = of(service.talentId);
  const add = (talentId: string, key: string, item: Partial<Item>, file?: FileName) => {
    const position = of(talentId).length;
    const id = item.id ?? idAt(`work ${key}`, -20 * 86_400_000 + position * 60_000);
    const createdAt = new Date(today.getTime() - 20 * 86_400_000 + position * 60_000);
    rows.portfolioItems.push({ talentId, position, createdAt, ...item, id, ...(file ? kept(file, id) : {}) });
    return id;
  };

  (['photo-one', 'photo-two'] as const).forEach((file, at) => {
    const item = mine[at];
    if (item?.id) Object.assign(item, kept(file, item.id));
  });
  const invited = rows.talentProfiles.find(({ userId }) => userId === demo.invitedTalent);
  const [first, second] = invited?.id ? of(invited.id) : [];
  if (first && second) {
    first.id = exampleIds.workFirst;
    second.id = exampleIds.workSecond;
  }
  const toChange = mine[2];
  if (toChange) toChange.id = exampleIds.workToChange;
  const shown = add(
    service.talentId,
    'film',
    { kind: 'video', title: { en: 'A morning in five seconds', ar: 'صباح في خمس ثوانٍ' } },
    'film',
  );
  const still = idAt('work film poster', -20 * 86_400_000);
  rows.portfolioItems.push({
    ...kept('film-poster', still),
    id: still,
    talentId: service.talentId,
    kind: 'poster',
    posterOf: shown,
    createdAt: new Date(today.getTime() - 20 * 86_400_000),
  });
  add(service.talentId, 'link', {
    kind: 'link',
    provider: 'vimeo',
    linkId: '76979871',
    title: { en: 'A wedding in three minutes', ar: 'عرس في ثلاث دقائق' },
  });
  add(
    service.talentId,
    'for subscribers',
    { visibility: 'subscribers', title: { en: 'A whole wedding day', ar: 'يوم عرس كامل' } },
    'for-subscribers',
  );
  add(musician.id, 'tune', { kind: 'audio', title: { en: 'Hijaz, eight notes', ar: 'حجاز، ثماني نغمات' } }, 'tune');
  add(musician.id, 'concert', {
    kind: 'link',
    provider: 'youtube',
    linkId: 'M7lc1UVf-VE',
    title: { en: 'An evening on stage', ar: 'أمسية على المسرح' },
  });
  // announced and not read yet: what the API's example completes
  const tonight = new Date(today.getTime() + 86_400_000);
  rows.portfolioItems.push({
    id: exampleIds.workToComplete,
    talentId: service.talentId,
    state: 'waiting',
    type: 'image/png',
    size: demoFiles.plan.bytes.length,
    storage: 'blobs',
    uploadUntil: tonight,
    createdAt: tonight,
    position: 90,
  });
}

/** Their bytes, where the rows say they lie. What is there already is left; what was only announced comes with a fresh demo. */
export async function storeWork(storage: Storage, fresh: boolean): Promise<void> {
  for (const [file, { bytes, type }] of Object.entries(files) as [FileName, Kept][])
    if (!(await storage.head(objectKey(file)))) await storage.write(objectKey(file), bytes, type);
  const incoming = `incoming/${exampleIds.workToComplete}`;
  if (fresh && !(await storage.head(incoming))) await storage.write(incoming, demoFiles.plan.bytes, 'image/png');
}
