// Search of the directory at growing sizes: the house's own request, heard and replayed, beside what one would write from the manual
// (one tsvector with a GIN index, the page by `ts_rank`, the counts by `group by`), in the same database and the same run.
import pg from 'pg';
import type { World } from '../test/world.ts';
import { readingOf, type Query } from './readings.ts';
import { replayer } from './replayer.ts';
import { directoryOf, searchWords } from './search-world.ts';
import { interleaved, ms, table, times, type Row } from './table.ts';

type Question = { name: string; path: string; peer: string | null; where?: string };
const questions: readonly Question[] = [
  { name: 'everybody', path: '', peer: null },
  { name: 'a common word', path: `q=${searchWords.common}`, peer: searchWords.common },
  { name: 'a common word, begun', path: `q=${searchWords.begun}`, peer: `${searchWords.begun}:*` },
  { name: 'a first name', path: `q=${searchWords.name}`, peer: searchWords.name },
  { name: 'two words', path: `q=${searchWords.common}+baghdad`, peer: `${searchWords.common} & baghdad` },
  { name: 'a rare word', path: `q=${searchWords.rare}`, peer: searchWords.rare },
  { name: 'a name, mistyped', path: 'q=zaniab', peer: 'zaniab' },
  {
    name: 'a trade in two cities',
    path: 'category=dj&city=erbil,duhok',
    peer: null,
    where: `category = 'dj' and city in ('erbil', 'duhok')`,
  },
  {
    name: 'a word, a trade, four stars',
    path: `q=${searchWords.common}&category=dj&rating=4`,
    peer: searchWords.common,
    where: `category = 'dj' and rating >= 4`,
  },
  { name: 'a price, cheapest first', path: 'currency=IQD&priceMin=200000&priceMax=600000&sort=price', peer: null },
];

/** The page, the total and four counts, each over whatever matches. */
const peerQueries = ({ peer, where = 'true' }: Question) => {
  const match = peer === null ? where : `words @@ to_tsquery('simple', '${peer}') and ${where}`;
  const rank = peer === null ? '' : `ts_rank(words, to_tsquery('simple', '${peer}')) desc, `;
  return [
    `select id from peer_documents where ${match} order by ${rank}rating desc, published_at desc limit 20`,
    `select count(*) from peer_documents where ${match}`,
    `select category, count(*) from peer_documents where ${match} group by 1`,
    `select city, count(*) from peer_documents where ${match} group by 1`,
    `select language, count(*) from peer_documents, unnest(languages) language where ${match} group by 1`,
    `select floor(rating), count(*) from peer_documents where ${match} group by 1`,
  ].map((query) => ({ query, params: [] }));
};

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const count = (size: number) => size.toLocaleString('en');

/** The house's request as its door sends it, heard once from a world of nobody: what it asks does not hang on who is there. */
async function questionsHeard(world: World, origin: string): Promise<Map<Question, Query[]>> {
  const heard = new Map<Question, Query[]>();
  for (const question of questions) {
    const one = await readingOf(world, origin, { ...question, path: `/api/search?${question.path}`, as: null });
    if (typeof one === 'string') throw new Error(one);
    heard.set(question, one.sql);
  }
  return heard;
}

async function totalOf(url: string, [enter, found]: readonly Query[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    if (enter) await client.query(enter.query, enter.params);
    const { rows } = await client.query<{ found: { total: number } }>(found?.query ?? '', found?.params);
    return rows[0]?.found.total ?? NaN;
  } finally {
    await client.end();
  }
}

/** What it costs to be found: one edit of a headline, and one page put up, in their transaction. */
async function keeping(url: string, size: number): Promise<Row> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const change = async (statement: string) => {
      const began = performance.now();
      await client.query(statement);
      return performance.now() - began;
    };
    const edits: number[] = [];
    const publications: number[] = [];
    for (let n = 1; n <= 12; n += 1) {
      const whose = `slug = 'bench-${n * 37}'`;
      edits.push(await change(`update talent_profiles set headline = '{"en":"Quiet ${n} lanterns"}' where ${whose}`));
      await change(`update talent_profiles set published_at = null where ${whose}`);
      publications.push(await change(`update talent_profiles set published_at = now() where ${whose}`));
    }
    const middle = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? NaN;
    return [count(size), ms(middle(edits)), ms(middle(publications))];
  } finally {
    await client.end();
  }
}

const patience = 12_000;

/** `sizes` one after the other, each in a database of its own, which is there from before if the world was kept. No rounds: only made. */
export async function searches(world: World, origin: string, sizes: readonly number[], rounds: number): Promise<void> {
  const rows: Row[] = [];
  const kept: Row[] = [];
  const heard = await questionsHeard(world, origin);
  for (const size of sizes) {
    const { database, made } = await directoryOf(world, size);
    console.log(
      made
        ? `  ${count(size)} talents: made in ${made.seeding.toFixed(0)} s, indexed anew in ${made.indexing.toFixed(0)} s`
        : `  ${count(size)} talents: kept from before`,
    );
    if (rounds === 0) continue;
    const [asVisitor, asAnyone] = [
      world.postgres.url('mawahib_app', database),
      world.postgres.url('postgres', database),
    ];
    for (const [question, asked] of heard) {
      const total = await totalOf(asVisitor, asked);
      const ours = await replayer(asVisitor, asked);
      const theirs = await replayer(asAnyone, [{ query: 'select 1', params: [] }, ...peerQueries(question)]);
      try {
        const began = performance.now();
        await theirs.run();
        // full text among half a million takes seconds: fewer rounds there
        const few = Math.max(2, Math.min(rounds, Math.floor(patience / (performance.now() - began))));
        const before = ours.worked();
        const [mine = NaN, peer = NaN] = await interleaved(few, ours.run, theirs.run);
        const worked = (ours.worked() - before) / (few + 3);
        rows.push([
          question.name,
          count(size),
          count(total),
          ms(mine),
          Number.isNaN(worked) ? '–' : ms(worked),
          ms(peer),
          times(peer, mine),
          sum(ours.buffers),
          sum(theirs.buffers),
        ]);
      } finally {
        await ours.close();
        await theirs.close();
      }
    }
    kept.push(await keeping(asAnyone, size));
  }
  if (rounds === 0) return;
  const order = new Map(questions.map(({ name }, at) => [name, at]));
  table(
    'Search: the best twenty with exact counts beside five kinds of filters',
    ['question', 'talents', 'found', 'ours', 'of it worked', 'tsvector', 'tsvector ÷ ours', 'buffers', 'tsvector’s'],
    rows.sort((a, b) => (order.get(String(a[0])) ?? 0) - (order.get(String(b[0])) ?? 0)),
    'ours with row security, the cards and the rating of each; theirs the ids and four counts. Worked: what a processor spent on it, which neighbours do not lengthen. Goal: 20 ms at 100,000, 50 ms at a million. A mistyped name they do not find at all.',
  );
  table(
    'Being found: what a change costs its transaction',
    ['talents', 'a new headline', 'a page put up'],
    kept,
    'the talent’s terms worked out, and what differs written; one of their neighbours waits meanwhile.',
  );
}

/** A thousand and a hundred thousand; `DIRECTORY` names other sizes. */
export const searchSizesFrom = (named: string | undefined): number[] =>
  named === undefined ? [1_000, 100_000] : named.split(',').map(Number);
