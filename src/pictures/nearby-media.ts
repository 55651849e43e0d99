/** A deployed build has its media nowhere but on the site. */
export const nearbyMedia = (): Response | null => null;
