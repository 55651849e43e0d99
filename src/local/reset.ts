import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sentence } from './command.ts';

/** `npm run reset`: empties the state folder. The next start begins afresh: new keys, new database, demo data as written. */
try {
  const [{ readSettings }, { refuseWhileRunning }, { forgetPostgres }] = await Promise.all([
    import('./settings.ts'),
    import('./lock.ts'),
    import('./postgres.ts'),
  ]);
  const { home } = readSettings();
  refuseWhileRunning(home);
  await forgetPostgres(join(home, 'postgres'));
  // Only what the stack has put there: a MAWAHIB_HOME that points at somebody's home folder must survive this.
  for (const name of [
    'postgres',
    'netlify',
    'gateways',
    'site',
    'site.new',
    'site.old',
    'site.json',
    'demo.json',
    'mail.jsonl',
    'clerk.json',
    'clerk-key.pem',
    'secrets.json',
    'stack.json',
  ]) {
    rmSync(join(home, name), { recursive: true, force: true });
  }
  console.log(`${basename(home)} is empty: the next npm start begins afresh.`);
} catch (error) {
  console.error(sentence(error));
  process.exit(1);
}
