/** Drawn on a square of 24, with a round stroke of 1.75. Those that point somewhere turn round in Arabic and Sorani. */
type Icon = { readonly strokes: string; readonly fill?: true; readonly mirrors?: true };

export const icons = {
  check: { strokes: 'M5 12.5l4.5 4.5L19 7.5' },
  close: { strokes: 'M6 6l12 12M18 6L6 18' },
  plus: { strokes: 'M12 5v14M5 12h14' },
  minus: { strokes: 'M5 12h14' },
  down: { strokes: 'M6 9.5l6 6 6-6' },
  up: { strokes: 'M6 14.5l6-6 6 6' },
  forward: { strokes: 'M9.5 6l6 6-6 6', mirrors: true },
  back: { strokes: 'M14.5 6l-6 6 6 6', mirrors: true },
  arrow: { strokes: 'M4.5 12h14.5M13 6l6 6-6 6', mirrors: true },
  clip: { strokes: 'M19.5 11.2l-7.6 7.6a4.6 4.6 0 01-6.5-6.5l8-8a3 3 0 014.3 4.3l-7.9 7.9a1.4 1.4 0 01-2-2l7-7' },
  file: { strokes: 'M7 3.5h7l4.5 4.5v11a1.5 1.5 0 01-1.5 1.5H7A1.5 1.5 0 015.5 19V5A1.5 1.5 0 017 3.5zM14 3.5V8h4.5' },
  sound: {
    strokes: 'M9 17.5V6l10-2v11.5M9 17.5a2.5 2.5 0 11-5 0 2.5 2.5 0 015 0zM19 15.5a2.5 2.5 0 11-5 0 2.5 2.5 0 015 0z',
  },
  play: { strokes: 'M8 5l11 7-11 7z' },
  send: { strokes: 'M4 12L20 4.5 15.5 20l-4-6.5L4 12zM11.5 13.5L20 4.5', mirrors: true },
  calendar: {
    strokes:
      'M4.5 9.5h15M8 3.5v4M16 3.5v4M6 5.5h12a1.5 1.5 0 011.5 1.5v11.5A1.5 1.5 0 0118 20H6a1.5 1.5 0 01-1.5-1.5V7A1.5 1.5 0 016 5.5z',
  },
  clock: { strokes: 'M12 7v5l3.2 2M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17z' },
  pin: {
    strokes:
      'M12 21c4.5-4.6 6.8-8 6.8-10.9a6.8 6.8 0 10-13.6 0C5.2 13 7.5 16.4 12 21zM12 12.4a2.4 2.4 0 100-4.8 2.4 2.4 0 000 4.8z',
  },
  person: { strokes: 'M12 11.5a3.8 3.8 0 100-7.6 3.8 3.8 0 000 7.6zM4.8 20.2c.8-3.6 3.6-5.6 7.2-5.6s6.4 2 7.2 5.6' },
  people: {
    strokes:
      'M9 11.5a3.4 3.4 0 100-6.8 3.4 3.4 0 000 6.8zM2.8 19.5c.6-3.2 3-5 6.2-5s5.6 1.8 6.2 5M15.5 4.9a3.4 3.4 0 010 6.4M17.6 14.9c2 .7 3.3 2.3 3.7 4.6',
  },
  message: {
    strokes:
      'M5 5h14a1.5 1.5 0 011.5 1.5v9A1.5 1.5 0 0119 17h-6.5L8 20.5V17H5a1.5 1.5 0 01-1.5-1.5v-9A1.5 1.5 0 015 5z',
  },
  wallet: {
    strokes:
      'M4 7.5A1.5 1.5 0 015.5 6H17v3M4 7.5V18a1.5 1.5 0 001.5 1.5h13A1.5 1.5 0 0020 18v-7.5A1.5 1.5 0 0018.5 9H5.5A1.5 1.5 0 014 7.5zM16 14.2h.6',
  },
  phone: {
    strokes: 'M8 3.5h8A1.5 1.5 0 0117.5 5v14a1.5 1.5 0 01-1.5 1.5H8A1.5 1.5 0 016.5 19V5A1.5 1.5 0 018 3.5zM11 17.5h2',
  },
  receipt: {
    strokes: 'M6 3.5l2 1.3 2-1.3 2 1.3 2-1.3 2 1.3 2-1.3v17l-2-1.3-2 1.3-2-1.3-2 1.3-2-1.3-2 1.3zM9 9.5h6M9 13.5h6',
  },
  bell: { strokes: 'M6 16.5V11a6 6 0 0112 0v5.5l1.5 2h-15zM10 20.5a2.2 2.2 0 004 0' },
  search: { strokes: 'M11 18a7 7 0 100-14 7 7 0 000 14zM16.2 16.2L20 20' },
  globe: {
    strokes:
      'M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM3.5 12h17M12 3.5c2.4 2.3 3.6 5.1 3.6 8.5s-1.2 6.2-3.6 8.5c-2.4-2.3-3.6-5.1-3.6-8.5s1.2-6.2 3.6-8.5z',
  },
  alert: { strokes: 'M12 4l9 15.5H3L12 4zM12 10v4.2M12 17h.01' },
  info: { strokes: 'M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM12 11v5M12 8h.01' },
  copy: {
    strokes:
      'M9 8.5h9A1.5 1.5 0 0119.5 10v9a1.5 1.5 0 01-1.5 1.5H9A1.5 1.5 0 017.5 19v-9A1.5 1.5 0 019 8.5zM16 8.5V5A1.5 1.5 0 0014.5 3.5H6A1.5 1.5 0 004.5 5v9A1.5 1.5 0 006 15.5h1.5',
  },
  shield: { strokes: 'M12 3.5l7.5 2.7V12c0 4.3-3 7.3-7.5 8.7C7.5 19.3 4.5 16.3 4.5 12V6.2zM8.8 12l2.3 2.3 4.2-4.4' },
  edit: { strokes: 'M4.5 19.5l.8-3.9L16 4.9a1.6 1.6 0 012.3 0l.8.8a1.6 1.6 0 010 2.3L8.4 18.7zM14 7l3 3' },
  print: {
    strokes:
      'M7.5 8.5V4h9v4.5M7.5 16.5H5.5A1.5 1.5 0 014 15v-5a1.5 1.5 0 011.5-1.5h13A1.5 1.5 0 0120 10v5a1.5 1.5 0 01-1.5 1.5h-2M7.5 13.5h9V20h-9z',
  },
  external: {
    strokes: 'M13.5 5H19v5.5M19 5l-8 8M17 14v4a1.5 1.5 0 01-1.5 1.5h-9A1.5 1.5 0 015 18V9a1.5 1.5 0 011.5-1.5h4',
    mirrors: true,
  },
  drag: { strokes: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01' },
  more: { strokes: 'M12 5.5h.01M12 12h.01M12 18.5h.01' },
  eye: {
    strokes:
      'M2.8 12C5 7.8 8.2 5.7 12 5.7s7 2.1 9.2 6.3c-2.2 4.2-5.4 6.3-9.2 6.3S5 16.2 2.8 12zM12 14.8a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.6z',
  },
  star: { strokes: 'M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z', fill: true },
} as const satisfies Record<string, Icon>;
export type IconName = keyof typeof icons;
