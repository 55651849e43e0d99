import { equivalents } from '../../src/testing/agreement/mutants/equivalents.ts';
import { huntInDatabase, huntInRules } from '../../src/testing/agreement/mutants/hunt.ts';
import { conditionMutants, policyMutants } from '../../src/testing/agreement/mutants/of-database.ts';
import { loadMutant, ruleMutants } from '../../src/testing/agreement/mutants/of-rules.ts';
import { startDatabaseServer } from '../../src/testing/database-server.ts';
import { openDatabase } from '../../src/testing/open-database.ts';

/*
 * Takes out every policy, every condition and every line of the rules of messaging, one at a time, and asks the cells of
 * `src/testing/agreement` whether anybody notices. `npm run mutants [words]` takes those whose name has the words; `--near=1` asks
 * only cells with at most so many things out of the plain, which is faster and kills nearly as many.
 */
const near = process.argv.find((word) => word.startsWith('--near='))?.slice('--near='.length);
const wanted = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'))
  .join(' ');
const chosen = <Mutant extends { name: string }>(all: readonly Mutant[]) =>
  all.filter(({ name }) => name.includes(wanted));

const began = performance.now();
const server = await startDatabaseServer();
const counts = { mutants: 0, killed: 0 };
const survivors: string[] = [];
const told = (name: string, why: string | null) => {
  counts.mutants += 1;
  if (why === null) survivors.push(name);
  else counts.killed += 1;
  const answer = why === null ? (equivalents[name] ? 'equivalent' : 'SURVIVES') : 'killed';
  console.log(`${answer.padEnd(10)} ${name}${why === null ? '' : `\n             by ${why.slice(0, 160)}`}`);
};
try {
  for (const mutant of chosen(await ruleMutants())) told(mutant.name, huntInRules(await loadMutant(mutant)));
  const first = await openDatabase(server.address);
  const mutants = chosen([...(await policyMutants(first)), ...(await conditionMutants(first))]);
  await first.close();
  const waiting = mutants.values();
  const worker = async () => {
    for (const mutant of waiting) {
      const database = await openDatabase(server.address);
      try {
        told(mutant.name, await huntInDatabase(database, mutant, near === undefined ? Infinity : Number(near)));
      } finally {
        await database.close();
      }
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  await server.close();
}
const unexplained = survivors.filter((name) => !equivalents[name]);
const stale = wanted === '' ? Object.keys(equivalents).filter((name) => !survivors.includes(name)) : [];
console.log(
  `\n${counts.mutants} mutants, ${counts.killed} killed, ${survivors.length - unexplained.length} equivalent to the original, ${unexplained.length} survivors; ${Math.round((performance.now() - began) / 1000)} s`,
);
for (const name of survivors)
  console.log(`  ${equivalents[name] ? `equivalent: ${name}: ${equivalents[name]}` : `SURVIVES: ${name}`}`);
for (const name of stale) console.log(`  explained, but it is killed or gone: ${name}`);
process.exitCode = unexplained.length + stale.length > 0 ? 1 : 0;
