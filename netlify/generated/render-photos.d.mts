// Written by hand and kept: render-photos.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { AskPage, UploadPage } from '../../src/features/photos/schema/pages.ts';

type Page = { site: string; locale: Locale };
export function renderAsk(page: Page & { ask: AskPage }): Promise<string>;
export function renderUpload(page: Page & { upload: UploadPage | null }): Promise<string>;
export function renderNotFound(page: Page): Promise<string>;
