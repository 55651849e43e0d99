/*
 * A page that runs nothing may not carry colours in its elements either (its policy lets no inline style through), so a picture's
 * colour is one of 27 that stand in the stylesheet.
 */
const shades = [
  'bg-[#282828]',
  'bg-[#282880]',
  'bg-[#2828d8]',
  'bg-[#288028]',
  'bg-[#288080]',
  'bg-[#2880d8]',
  'bg-[#28d828]',
  'bg-[#28d880]',
  'bg-[#28d8d8]',
  'bg-[#802828]',
  'bg-[#802880]',
  'bg-[#8028d8]',
  'bg-[#808028]',
  'bg-[#808080]',
  'bg-[#8080d8]',
  'bg-[#80d828]',
  'bg-[#80d880]',
  'bg-[#80d8d8]',
  'bg-[#d82828]',
  'bg-[#d82880]',
  'bg-[#d828d8]',
  'bg-[#d88028]',
  'bg-[#d88080]',
  'bg-[#d880d8]',
  'bg-[#d8d828]',
  'bg-[#d8d880]',
  'bg-[#d8d8d8]',
] as const;

/** What stands where a picture will be. */
export function placeholderClass(color: string | undefined): string {
  if (!color || !/^#[0-9a-f]{6}$/.test(color)) return 'bg-sunk';
  const third = (at: number) => Math.min(2, Math.floor((Number.parseInt(color.slice(at, at + 2), 16) - 40) / 88 + 0.5));
  const [red, green, blue] = [1, 3, 5].map((at) => Math.max(0, third(at))) as [number, number, number];
  return shades[red * 9 + green * 3 + blue] ?? 'bg-sunk';
}
