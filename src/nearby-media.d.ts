/** Chosen by the build: what of the site's media can be had without asking the site. The local stack draws its own. */
declare module 'virtual:nearby-media' {
  export function nearbyMedia(path: string): Response | null;
}
