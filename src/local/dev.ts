import { runUntilStopped } from './command.ts';

/** `npm run dev`: the same stack in front of Astro's development server. Pages reload by themselves, functions are read anew. */
await runUntilStopped(async (signal) => {
  console.log('Mawahib starts on this machine, with live reload');
  const [{ openStack }, { readSettings, root }, { steps }, { astroDev, watchFunctions }] = await Promise.all([
    import('./stack.ts'),
    import('./settings.ts'),
    import('./steps.ts'),
    import('./live-pages.ts'),
  ]);
  const say = (line: string) => console.log(line);
  const stack = await openStack({
    ...readSettings(),
    step: steps(process.stdout),
    say,
    pages: (env) => astroDev(root, env, say),
    signal,
  });
  const watcher = watchFunctions(root, () => stack.runner.reload(), say);
  return {
    ...stack,
    close: async () => {
      watcher.close();
      await stack.close();
    },
  };
});
