import type { Section } from '../../../features/showcase/rules/sections.ts';

/** Whom the operator of the demo has put on the front page. Weddings are left to reviews: there is a shelf to fill. */
export const demoFeatured: Readonly<Partial<Record<Section, readonly string[]>>> = {
  faces: ['leyla-bayatli', 'chopi-jamal', 'abdulkarim-al-khattat'],
  chosen: [
    'zainab-al-rubaie',
    'khashaba-al-faw',
    'sherwan-botani',
    'dar-lalla-malika',
    'berfin-zebari',
    'ameen-al-mawsili',
    'yassine-ait-baha',
    'shno-faraydun',
  ],
  screen: ['yasir-al-azzawi', 'mustafa-al-jubouri', 'salma-berrada', 'driss-lahlou'],
  companies: ['sirwa-mahmoud', 'karrar-al-tamimi', 'nineb-odisho', 'shvan-osman'],
};
