import { expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';
import { huntInDatabase, huntInRules } from './mutants/hunt.ts';
import { conditionMutants, policyMutants, type DatabaseMutant } from './mutants/of-database.ts';
import { loadMutant, ruleMutants } from './mutants/of-rules.ts';

/*
 * That the agreement can fail: a few of the mutants of `npm run mutants`, which takes them all. One guard of each kind is taken out,
 * and some cell must notice.
 */
test.each([
  'threads: "members see their threads" dropped',
  'messages: "members speak for themselves while it is open" opened',
  'inquiries: "visitors ask" opened',
  'contacts: "members with a plan ask for contact" dropped',
  'blocks: "people unblock" opened',
  "app.may_contact: app.entitled('contact.initiate') is true",
  'app.may_reply: i.follow_ups < 5 is true',
  "app.may_post: r.state <> 'OPEN' is false",
])(
  'the database without a guard is found out: %s',
  async (name) => {
    const listed = await freshDatabase();
    const mutants: DatabaseMutant[] = [...(await policyMutants(listed)), ...(await conditionMutants(listed))];
    await listed.close();
    const mutant = mutants.find((one) => one.name === name);
    if (!mutant) throw new Error(`there is no mutant of this name any more: ${name}`);
    const database = await freshDatabase();
    try {
      expect(await huntInDatabase(database, mutant)).not.toBeNull();
    } finally {
      await database.close();
    }
  },
  120_000,
);

test.each([
  'can-message.ts: without: if (actor.suspended) return refuse(',
  'inquiries.ts: without: if (inquiry.ended) return refuse(',
  'contacts.ts: without: if (!wish.entitled) return refuse(',
  'rules.ts: without: if (talk.away) return refuse(',
  'requests.ts: without: if (talk.blocked) return refuse(',
])('rules without a line are found out: %s', async (beginning) => {
  const mutant = (await ruleMutants()).find(({ name }) => name.startsWith(beginning));
  if (!mutant) throw new Error(`there is no such line any more: ${beginning}`);
  expect(huntInRules(await loadMutant(mutant))).not.toBeNull();
});
