import type { DemoTalent } from './talent.ts';
import { baghdadMakers } from './talents/baghdad-makers.ts';
import { baghdadStage } from './talents/baghdad-stage.ts';
import { erbil } from './talents/erbil.ts';
import { moroccoCoast } from './talents/morocco-coast.ts';
import { moroccoInland } from './talents/morocco-inland.ts';
import { north } from './talents/north.ts';
import { south } from './talents/south.ts';
import { sulaymaniyah } from './talents/sulaymaniyah.ts';

export const demoTalents: readonly DemoTalent[] = [
  ...baghdadStage,
  ...baghdadMakers,
  ...south,
  ...north,
  ...erbil,
  ...sulaymaniyah,
  ...moroccoCoast,
  ...moroccoInland,
];
