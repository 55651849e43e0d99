import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Adds `/__design/{locale}/`. Called by the Astro config of local builds alone, so the page cannot be deployed. */
export const designPage = (): AstroIntegration => ({
  name: 'mawahib-design-page',
  hooks: {
    'astro:config:setup': ({ injectRoute }) => {
      injectRoute({
        pattern: '/__design/[...locale]',
        entrypoint: fileURLToPath(new URL('./design-page.astro', import.meta.url)),
      });
    },
  },
});
