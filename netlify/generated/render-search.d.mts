// Written by hand and kept: render-search.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { SearchPage } from '../../src/features/showcase/schema/search-page.ts';

type Page = { site: string; locale: Locale };
export function renderSearch(page: Page & { search: SearchPage }): Promise<string>;
export function renderNotFound(page: Page): Promise<string>;
export function renderUnavailable(page: Page & { path: string }): Promise<string>;
