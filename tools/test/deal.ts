// Which browser test plays on which stack.

/** What a file took when it was last weighed, in seconds: vitest's own line beside its name. A file nobody weighed counts as the middle one. */
export const weights: Readonly<Record<string, number>> = {
  '01-document': 5,
  '02-main-job': 14,
  '03-bad-input': 27,
  '04-public-pages': 20,
  '05-every-public-page': 12,
  '05-main-job-in-browser': 55,
  '06-time': 6,
  '07-plans-in-browser': 45,
  '08-operator-in-browser': 80,
  '09-every-gateway': 81,
  '10-plans-and-time': 18,
  '11-attachments': 8,
  '12-notifications': 27,
  '13-agents': 25,
  '14-inquiries': 38,
  '15-contacts': 15,
  '16-inbox-in-browser': 14,
  '17-photos': 14,
  '18-team': 18,
  '19-casting-board': 15,
  '20-casting-in-browser': 35,
  '21-search-api': 4,
  '22-search-pages': 33,
  '23-studio': 40,
  '24-portfolio': 20,
  '25-calendar': 24,
  '26-registration': 35,
  '27-public-site': 90,
  '28-collections': 70,
  '29-approval': 45,
  '30-portfolio-undo': 20,
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
