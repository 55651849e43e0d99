import { mediaLimits } from '../../features/portfolio/rules/media.ts';
import { posterMoments, seemsBlank } from '../../features/portfolio/rules/poster.ts';

/** A browser that neither decodes a film nor says so is not waited for longer. */
const patience = 30_000;

/** One of these things happened to the film: true. It broke, was stopped, or nothing came: false. */
function comes(film: HTMLVideoElement, what: 'loadeddata' | 'seeked', stop?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (well: boolean) => () => {
      clearTimeout(timer);
      over.abort();
      resolve(well);
    };
    const over = new AbortController();
    const timer = setTimeout(done(false), patience);
    film.addEventListener(what, done(true), { signal: over.signal });
    film.addEventListener('error', done(false), { signal: over.signal });
    stop?.addEventListener('abort', done(false), { signal: over.signal });
  });
}

function canvasOf(film: HTMLVideoElement, side: number): HTMLCanvasElement | null {
  const { videoWidth: width, videoHeight: height } = film;
  if (width === 0 || height === 0 || film.readyState < film.HAVE_CURRENT_DATA) return null;
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(film, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture the film shows now, as JPEG; null: this browser cannot show it. */
export function frameNow(film: HTMLVideoElement): Promise<Blob | null> {
  const canvas = canvasOf(film, mediaLimits.posterSide);
  return canvas ? new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.86)) : Promise.resolve(null);
}

function isBlankNow(film: HTMLVideoElement): boolean {
  const small = canvasOf(film, 64);
  const pixels = small?.getContext('2d')?.getImageData(0, 0, small.width, small.height).data;
  return !pixels || seemsBlank(pixels);
}

/** The first picture of a film that shows something, of a file or of an address of ours; null: this browser cannot show the film. */
export async function frameOf(source: Blob | string, stop?: AbortSignal): Promise<Blob | null> {
  const film = document.createElement('video');
  const address = typeof source === 'string' ? source : URL.createObjectURL(source);
  try {
    film.muted = true;
    film.playsInline = true;
    film.preload = 'auto';
    const there = comes(film, 'loadeddata', stop);
    film.src = address;
    if (!(await there)) return null;
    let frame: Blob | null = null;
    for (const moment of posterMoments(film.duration)) {
      if (stop?.aborted) return null;
      const found = comes(film, 'seeked', stop);
      film.currentTime = moment;
      if (!(await found)) return frame;
      const blank = isBlankNow(film);
      // of nothing but blank ones, the first
      if (!frame || !blank) frame = await frameNow(film);
      if (!blank) return frame;
    }
    return frame;
  } catch {
    return null;
  } finally {
    film.removeAttribute('src');
    film.load();
    if (address !== source) URL.revokeObjectURL(address);
  }
}
