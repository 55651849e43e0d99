/** Where a film is looked at for its poster: a second in, of a short one a tenth; should nothing be there yet, later. */
export function posterMoments(seconds: number): readonly number[] {
  // recorded in a browser, a film may not say how long it is
  if (!Number.isFinite(seconds) || seconds <= 0) return [1, 0];
  return [Math.min(1, seconds / 10), seconds / 4, seconds / 2];
}

/** Black, white, or any one colour: a film that fades in, or waits behind a plain board. `pixels`: four numbers each, as a canvas gives them. */
export function seemsBlank(pixels: ArrayLike<number>): boolean {
  let darkest = 255;
  let lightest = 0;
  for (let at = 0; at + 2 < pixels.length; at += 4) {
    const light = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    darkest = Math.min(darkest, light);
    lightest = Math.max(lightest, light);
  }
  return lightest - darkest < 24;
}
