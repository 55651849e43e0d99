/** Where a page of the board ended, in the order it was sorted by: the next one begins behind it, whatever came meanwhile. */
export type BoardPlace =
  | { sort: 'newest'; openedAt: Date; id: string }
  | { sort: 'soonest'; startsOn: string; id: string }
  | { sort: 'budget'; budgetMax: number; id: string };
export type BoardSort = BoardPlace['sort'];

type Listed = { id: string; openedAt: Date | null; startsOn: string | null; budgetMax: number | null };

export function cursorOf(sort: BoardSort, { id, openedAt, startsOn, budgetMax }: Listed): string {
  switch (sort) {
    case 'newest':
      return `${openedAt?.toISOString() ?? ''}~${id}`;
    case 'soonest':
      return `${startsOn ?? ''}~${id}`;
    case 'budget':
      return `${budgetMax ?? ''}~${id}`;
  }
}

const isId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Null: not one of ours, or of another sort. */
export function placeIn(sort: BoardSort, cursor: string): BoardPlace | null {
  const [value = '', id = '', ...more] = cursor.split('~');
  if (!isId(id) || more.length > 0) return null;
  switch (sort) {
    case 'newest': {
      const openedAt = new Date(value);
      return !Number.isNaN(openedAt.getTime()) && openedAt.toISOString() === value ? { sort, openedAt, id } : null;
    }
    case 'soonest':
      return !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && isDay(value) ? { sort, startsOn: value, id } : null;
    case 'budget': {
      const budgetMax = Number(value);
      return /^\d{1,12}$/.test(value) ? { sort, budgetMax, id } : null;
    }
  }
}

/** Sums of two currencies do not compare: what is asked about money names one. */
export function wrongInBoardWish(wish: {
  currency?: string | undefined;
  budgetFrom?: number | undefined;
  sort: BoardSort;
}): Record<string, string[]> {
  const compares = wish.sort === 'budget' || wish.budgetFrom !== undefined;
  return compares && wish.currency === undefined ? { currency: ['required'] } : {};
}
