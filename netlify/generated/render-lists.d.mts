// Written by hand and kept: render-lists.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { Lists } from '../../src/features/discovery/lists.ts';
import type { Landing } from '../../src/features/showcase/rules/landing.ts';

type Page = { site: string; locale: Locale };
export function renderList(page: Page & { landing: Landing | null; found: Lists }): Promise<string>;
export function renderNotFound(page: Page): Promise<string>;
export function renderUnavailable(page: Page & { path: string }): Promise<string>;
