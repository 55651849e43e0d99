// Which browser test plays on which stack.

/** What a file took when it was last weighed, in seconds, as `npm test` tells it behind each stack. A file nobody weighed counts as the middle one. */
export const weights: Readonly<Record<string, number>> = {
  '01-document': 9,
  '02-main-job': 34,
  '03-bad-input': 49,
  '04-public-pages': 42,
  '05-every-public-page': 4,
  '05-main-job-in-browser': 155,
  '06-time': 13,
  '07-plans-in-browser': 108,
  '08-operator-in-browser': 192,
  '09-every-gateway': 247,
  '10-plans-and-time': 18,
  '11-attachments': 9,
  '12-notifications': 44,
  '13-agents': 30,
  '14-inquiries': 36,
  '15-contacts': 14,
  '16-inbox-in-browser': 19,
  '17-photos': 13,
  '18-team': 16,
  '19-casting-board': 26,
  '20-casting-in-browser': 42,
  '21-search-api': 1,
  '22-search-pages': 55,
  '23-studio': 21,
  '24-portfolio': 27,
  '25-calendar': 24,
  '26-registration': 30,
  '27-public-site': 59,
  '28-collections': 37,
  '29-approval': 47,
  '30-portfolio-undo': 9,
};

const storyOf = (file: string) => file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');

/** Of the weights that are known, the one in the middle. */
function middle(known: Readonly<Record<string, number>>): number {
  const sorted = Object.values(known).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

/**
 * The files dealt to so many stacks that all end at about the same time: the heaviest first, each to whoever has least. The first by name
 * needs fresh data and opens the first stack; on every stack files go by name.
 */
export function deal(files: readonly string[], stacks: number, known = weights): string[][] {
  const weigh = (file: string) => known[storyOf(file)] ?? middle(known);
  const hands = Array.from({ length: stacks }, () => ({ files: [] as string[], weight: 0 }));
  const [first, ...others] = [...files].sort();
  const heaviestFirst = others.sort((a, b) => weigh(b) - weigh(a) || a.localeCompare(b));
  for (const file of first === undefined ? [] : [first, ...heaviestFirst]) {
    const lightest = hands.reduce((least, hand) => (hand.weight < least.weight ? hand : least));
    lightest.files.push(file);
    lightest.weight += weigh(file);
  }
  return hands.map((hand) => hand.files.sort()).filter((hand) => hand.length > 0);
}
