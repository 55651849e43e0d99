import { exampleStories } from './stories/examples.ts';
import { iraqStories } from './stories/iraq.ts';
import { kurdistanStories } from './stories/kurdistan.ts';
import { moroccoStories } from './stories/morocco.ts';
import type { DemoStory } from './story.ts';

export const demoStories: readonly DemoStory[] = [
  ...exampleStories,
  ...iraqStories,
  ...kurdistanStories,
  ...moroccoStories,
];
