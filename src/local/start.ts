import { runUntilStopped } from './command.ts';

/** `npm start`: the whole of Mawahib on this machine. */
await runUntilStopped(async (signal) => {
  console.log('Mawahib starts on this machine');
  const [{ openStack }, { readSettings }, { steps }] = await Promise.all([
    import('./stack.ts'),
    import('./settings.ts'),
    import('./steps.ts'),
  ]);
  const say = (line: string) => console.log(line);
  return openStack({ ...readSettings(), step: steps(process.stdout), say, pages: 'built', signal });
});
