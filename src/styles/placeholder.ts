/**
 * What stands where a picture will be. A page that runs nothing may not carry colours in its elements either (its policy lets no
 * inline style through), so a picture's colour is one of the 27 of `tints.css`: three steps each of red, green and blue.
 */
export function placeholderClass(color: string | undefined): string {
  if (!color || !/^#[0-9a-f]{6}$/.test(color)) return 'bg-sunk';
  const step = (at: number) =>
    Math.max(0, Math.min(2, Math.floor((Number.parseInt(color.slice(at, at + 2), 16) - 40) / 88 + 0.5)));
  return `tint-${step(1) * 9 + step(3) * 3 + step(5)}`;
}
