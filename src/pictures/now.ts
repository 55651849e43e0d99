import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locale } from '../core/locale.ts';
import type { PublicTalent } from '../features/discovery/schema.ts';
import { openDrawing, type Draw } from './draw.ts';
import { talentFacts } from './facts.ts';
import { portraitsFrom } from './portrait.ts';

let room: Promise<Draw> | undefined;

/** Draws on demand, where no folder outlives the process. */
export async function drawnNow(site: string, talent: PublicTalent, locale: Locale): Promise<Uint8Array<ArrayBuffer>> {
  const facts = talentFacts(talent, locale);
  const draw = await (room ??= openDrawing(mkdtempSync(join(tmpdir(), 'mawahib-pictures-'))));
  const face = facts.portrait ? await portraitsFrom(site)(facts.portrait) : null;
  return new Uint8Array(await draw(facts, face));
}
