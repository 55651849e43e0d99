const spoken = ['en-US', 'ar-AE', 'fr-FR'];
const words = /[\\/]react-(?:aria|stately)(?:-components)?[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/;

/**
 * For the build: React Aria brings its few words in 34 languages, and a page of ours speaks one of four. The others
 * become empty, which takes an eighth off what islands weigh. (Sorani borrows Arabic, see `ui-provider.tsx`.)
 */
export const onlySpokenLanguages = () => ({
  name: 'mawahib:spoken-languages',
  enforce: 'pre' as const,
  load(id: string): string | null {
    const language = words.exec(id.replace(/\?.*$/, ''))?.[1];
    return language && !spoken.includes(language) ? 'export default {};' : null;
  },
});
