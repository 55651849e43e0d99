/** An Astro view as a function can render it: compiled once by build-render.ts, with the stylesheet the build has named. */
import { experimental_AstroContainer as AstroContainer } from 'astro/container';

/** The stylesheet links of a built page; put in place by the build. */
declare const __STYLESHEETS__: string;

const containers = new Map<string, ReturnType<typeof AstroContainer.create>>();
function containerFor(site: string): ReturnType<typeof AstroContainer.create> {
  let container = containers.get(site);
  if (!container) {
    container = AstroContainer.create({ astroConfig: { site } });
    containers.set(site, container);
  }
  return container;
}

export type View = Parameters<Awaited<ReturnType<typeof AstroContainer.create>>['renderToString']>[0];

export async function page(site: string, view: View, props: Record<string, unknown>): Promise<string> {
  const container = await containerFor(site);
  const html = await container.renderToString(view, { props, partial: false });
  // A function, so that no `$` in the links is read as a pattern.
  return html.replace('</head>', () => `${__STYLESHEETS__}</head>`);
}
