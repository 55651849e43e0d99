import type { LocalizedText } from '../../../core/locale.ts';

/** Colours from the dark ground to the light, with their name for those who hear the picture. */
export type Palette = {
  ground: string;
  deep: string;
  mid: string;
  warm: string;
  light: string;
  name: Required<LocalizedText>;
};

export const palettes: readonly Palette[] = [
  {
    ground: '#2b1a2f',
    deep: '#6b2d3e',
    mid: '#c0562f',
    warm: '#e9a23b',
    light: '#f6e3c0',
    name: { en: 'pomegranate and saffron', ar: 'رمّاني وزعفراني', ckb: 'هەناری و زەعفەرانی', fr: 'grenade et safran' },
  },
  {
    ground: '#12303b',
    deep: '#1f5a63',
    mid: '#3f8f84',
    warm: '#e2b25c',
    light: '#f3ead2',
    name: { en: 'teal and brass', ar: 'فيروزي ونحاسي', ckb: 'پیرۆزەیی و مسی', fr: 'bleu paon et laiton' },
  },
  {
    ground: '#2a2140',
    deep: '#4a3b78',
    mid: '#8660a8',
    warm: '#e38f6d',
    light: '#f7e4d8',
    name: { en: 'violet and apricot', ar: 'بنفسجي ومشمشي', ckb: 'وەنەوشەیی و قەیسی', fr: 'violet et abricot' },
  },
  {
    ground: '#33261b',
    deep: '#6e4a2a',
    mid: '#a9743f',
    warm: '#d9ac63',
    light: '#f4e6cb',
    name: { en: 'clay and honey', ar: 'طيني وعسلي', ckb: 'گڵی و هەنگوینی', fr: 'argile et miel' },
  },
  {
    ground: '#16263f',
    deep: '#27507a',
    mid: '#5b8fb5',
    warm: '#e8bd78',
    light: '#f5ecdc',
    name: {
      en: 'evening blue and sand',
      ar: 'أزرق المساء ورملي',
      ckb: 'شینی ئێوارە و لمی',
      fr: 'bleu du soir et sable',
    },
  },
  {
    ground: '#1d2e22',
    deep: '#3c6145',
    mid: '#7d9c5b',
    warm: '#dcae52',
    light: '#f3ecd0',
    name: { en: 'olive and barley', ar: 'زيتوني وشعيري', ckb: 'زەیتوونی و جۆیی', fr: 'olive et orge' },
  },
  {
    ground: '#371a1d',
    deep: '#842f36',
    mid: '#c4574e',
    warm: '#eeb08a',
    light: '#f9e8dc',
    name: { en: 'brick and rose', ar: 'آجري ووردي', ckb: 'خشتی و گوڵی', fr: 'brique et rose' },
  },
];
