// Compiles the talent page for the function that renders it between builds. Runs after `astro build`, because the page
// must link to the stylesheet that build has named.
import { readFileSync } from 'node:fs';
import { getViteConfig } from 'astro/config';
import { build } from 'vite';

const built = readFileSync('dist/en/not-found/index.html', 'utf8');
const stylesheets = built.match(/<link rel="stylesheet"[^>]*>/g)?.join('') ?? '';
if (!stylesheets) throw new Error('dist/en/not-found/index.html links to no stylesheet: run `astro build` first');

const config = await getViteConfig({
  define: { __STYLESHEETS__: JSON.stringify(stylesheets) },
  build: {
    ssr: 'src/server/render-talent.ts',
    outDir: 'netlify/generated',
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    rollupOptions: {
      // Astro's runtime starts only as itself; bundled it breaks.
      external: (id: string) => /^astro\/(container|compiler-runtime|runtime\/server)/.test(id),
      output: { entryFileNames: 'render-talent.mjs', codeSplitting: false },
    },
  },
})({ command: 'build', mode: 'production' });
await build({ ...config, configFile: false });
