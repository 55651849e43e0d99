// The pictures of shared links, drawn while the site is built and kept between builds. Of the talents only the first are
// drawn ahead, so that building does not take longer with every profile; the picture of any other is drawn by a function
// when somebody first shares it (netlify/functions/talent-picture.ts), under the same name.
import type { APIRoute, GetStaticPaths } from 'astro';
import { nearbyMedia } from 'virtual:nearby-media';
import { locales } from '../../core/locale.ts';
import { drawnPages, pictureOfFacts, talentFacts, talentPicture, type PictureFacts } from '../../pictures/facts.ts';
import { drawAll, keptPictures, readPicture } from '../../pictures/kept.ts';
import { portraitsFrom } from '../../pictures/portrait.ts';
import { contentPageFacts } from '../../views/content-pages.ts';
import { publishedTalents } from '../../views/published.ts';
import { cardOf, inOrder } from '../../views/talent-list.ts';

const drawnAhead = 200;
const nameOf = (url: string) => url.replace(/^\/og\//, '').replace(/\.jpg$/, '');

export const getStaticPaths = (async () => {
  const talents = await publishedTalents();
  const first = new Set(
    inOrder(talents.map(cardOf))
      .slice(0, drawnAhead)
      .map(({ slug }) => slug),
  );
  const content = await contentPageFacts();
  const pictures = new Map<string, PictureFacts>();
  for (const locale of locales) {
    for (const [path, facts] of drawnPages(locale)) pictures.set(pictureOfFacts(path, facts).url, facts);
    for (const talent of talents)
      if (first.has(talent.slug)) pictures.set(talentPicture(talent, locale).url, talentFacts(talent, locale));
  }
  for (const { path, facts } of content) pictures.set(pictureOfFacts(path, facts).url, facts);

  const keep = keptPictures('.astro/cache/pictures', portraitsFrom(import.meta.env.SITE, nearbyMedia));
  const files = new Map<string, string>();
  await drawAll([...pictures], async ([url, facts]) => files.set(url, await keep(facts)));
  return [...files].map(([url, path]) => ({ params: { file: nameOf(url) }, props: { path } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ path: string }> = ({ props }) =>
  new Response(new Uint8Array(readPicture(props.path)), { headers: { 'content-type': 'image/jpeg' } });
