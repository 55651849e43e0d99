import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDrawing, type Draw } from './draw.ts';
import { digestOf, type PictureFacts } from './facts.ts';

/**
 * Pictures of the build, kept between builds by what is on them: what was drawn once costs a read. A face that could not
 * be fetched is no part of the name, so the next build that can fetch it draws anew.
 */
export function keptPictures(
  folder: string,
  portraits: (url: string) => Promise<Buffer | null>,
): (facts: PictureFacts) => Promise<string> {
  let room: Promise<Draw> | undefined;
  return async (facts) => {
    const face = facts.kind === 'talent' && facts.portrait ? await portraits(facts.portrait) : null;
    const seen = face ? createHash('sha256').update(face).digest('hex').slice(0, 12) : 'none';
    const path = join(folder, `${digestOf(facts)}-${seen}.jpg`);
    if (existsSync(path)) return path;
    mkdirSync(folder, { recursive: true });
    const draw = await (room ??= openDrawing(folder));
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, await draw(facts, face));
    renameSync(partial, path);
    return path;
  };
}

/** All of them, a few at a time: the renderer and the encoder work beside each other. */
export async function drawAll<T>(items: readonly T[], draw: (item: T) => Promise<unknown>, hands = 4): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: hands }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await draw(item);
    }),
  );
}

export const readPicture = (path: string): Buffer => readFileSync(path);
