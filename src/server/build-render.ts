// Compiles the pages that functions render: the talent page and the lists between builds, the pages of an inquiry, of photo requests, of a search, of a guardian. Runs after
// `astro build`, because a page must link to the stylesheet that build has named.
import { readFileSync } from 'node:fs';
import { getViteConfig } from 'astro/config';
import { build } from 'vite';

const built = readFileSync('dist/en/not-found/index.html', 'utf8');
const stylesheets = built.match(/<link rel="stylesheet"[^>]*>/g)?.join('') ?? '';
if (!stylesheets) throw new Error('dist/en/not-found/index.html links to no stylesheet: run `astro build` first');

// one after the other: two builds at once would fight over one cache
for (const pages of [
  'render-talent',
  'render-lists',
  'render-inquiry',
  'render-photos',
  'render-search',
  'render-guardian',
]) {
  const config = await getViteConfig({
    define: { __STYLESHEETS__: JSON.stringify(stylesheets) },
    build: {
      ssr: `src/server/${pages}.ts`,
      outDir: 'netlify/generated',
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      rollupOptions: {
        // Astro's runtime starts only as itself; bundled it breaks.
        external: (id: string) => /^astro\/(container|compiler-runtime|runtime\/server)/.test(id),
        output: {
          entryFileNames: `${pages}.mjs`,
          // the names the build gave its files: the pages ask for its letters early
          assetFileNames: '_astro/[name].[hash][extname]',
          codeSplitting: false,
        },
      },
    },
  })({ command: 'build', mode: 'production' });
  await build({ ...config, configFile: false });
}
