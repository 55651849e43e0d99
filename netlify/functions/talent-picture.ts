import type { Config } from '@netlify/functions';
import { findTalent } from '../../src/features/discovery/service.ts';
import { talentPictures } from '../../src/http/talent-picture.ts';
import { talentPicture } from '../../src/pictures/facts.ts';
import { drawnNow } from '../../src/pictures/now.ts';
import { serve } from '../../src/wiring.ts';

// Raw: the picture is the same for everyone, so nobody's session is looked at.
export default serve(
  talentPictures({
    siteOf: (ctx) => ctx.ports.siteUrl,
    find: findTalent,
    addressOf: (talent, locale) => talentPicture(talent, locale).url,
    draw: drawnNow,
  }),
  { raw: true },
);

export const config: Config = {
  path: '/og/:locale/talents/:file',
  preferStatic: true,
  rateLimit: { windowLimit: 300, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
