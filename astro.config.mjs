import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@astrojs/react';
import sitemap from '@astrojs/sitemap';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'astro/config';
import { locales } from './src/core/locale.ts';
import { onlySpokenLanguages } from './src/islands/ui/spoken-languages.ts';
import { contentPolicies } from './src/server/content-policy.ts';

// The address of the site: Netlify's own variable; locally the runner sets it.
const site = process.env.URL ?? 'http://localhost:8888';
const clerkKey = process.env.PUBLIC_CLERK_PUBLISHABLE_KEY;
// where browsers send attachments, if there is a bucket for them
const bucket = process.env.S3_ENDPOINT;
const local = process.env.MAWAHIB_AUTH === 'local';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Talents have sitemaps of their own (netlify/functions/sitemap.ts); a page that asks not to be indexed is not offered for it either. */
const ofTalent = /^\/[a-z]+\/talents\/(?!as\/|in\/)[^/]+\/$/;
const indexed = (url) =>
  !ofTalent.test(new URL(url).pathname) &&
  !readFileSync(here(`./dist${new URL(url).pathname}index.html`), 'utf8').includes(
    '<meta name="robots" content="noindex"',
  );

/** The talents are read after this; what changed later is newer than the pages. */
const began = new Date().toISOString();

/** When this build was made, and what its pages may load: both known only when the pages are written. */
const stamp = {
  name: 'mawahib:stamp',
  hooks: {
    'astro:build:done': async ({ dir, pages }) => {
      const files = pages
        .filter(({ pathname }) => pathname !== '404/' && !pathname.startsWith('__'))
        .map(({ pathname }) => ({
          path: `/${pathname}`,
          html: readFileSync(new URL(`./${pathname}index.html`, dir), 'utf8'),
        }));
      writeFileSync(new URL('_headers', dir), await contentPolicies(files, { locales, clerkKey, bucket }));
      // the index names one file of pages: their number does not grow with the talents
      if (existsSync(new URL('sitemap-pages-1.xml', dir))) throw new Error('more pages than one sitemap holds');
      writeFileSync(new URL('build.json', dir), JSON.stringify({ builtAt: began }));
    },
  },
};

export default defineConfig({
  site,
  output: 'static',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never' },
  // Two working copies may share one node_modules; the content of one is not the content of the other.
  cacheDir: './.astro/cache',
  i18n: {
    locales: [...locales],
    defaultLocale: 'en',
    routing: { prefixDefaultLocale: true, redirectToDefaultLocale: false },
  },
  integrations: [
    react(),
    sitemap({
      i18n: { defaultLocale: 'en', locales: { en: 'en', ar: 'ar', ckb: 'ckb', fr: 'fr' } },
      filenameBase: 'sitemap-pages',
      filter: indexed,
      // as the pages themselves say it
      serialize: ({ links = [], ...page }) => {
        const standing = links.find(({ lang }) => lang === 'en');
        return { ...page, links: standing ? [...links, { ...standing, lang: 'x-default' }] : links };
      },
    }),
    stamp,
    // a page of the local stack; never in a deployed build
    ...(local ? [(await import('./src/local/design/integration.ts')).designPage()] : []),
  ],
  devToolbar: { enabled: false },
  vite: {
    plugins: [tailwindcss(), onlySpokenLanguages()],
    // A font is asked for by the page that needs it, and the policy of the pages knows no other way; icons may stand in the CSS.
    build: { assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined) },
    define: { __CLERK_PUBLISHABLE_KEY__: JSON.stringify(clerkKey ?? '') },
    resolve: {
      alias: {
        'virtual:auth-client': here(local ? './src/local/browser/auth-local.ts' : './src/client/auth-clerk.ts'),
        'virtual:nearby-media': here(local ? './src/local/demo/nearby-media.ts' : './src/pictures/nearby-media.ts'),
      },
    },
  },
});
