// Written by hand and kept: render-inquiry.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { CheckPage, NoticePage, SentPage, ThreadPage } from '../../src/features/inquiries/schema/pages.ts';

type Page = { site: string; locale: Locale };
export function renderCheck(page: Page & { check: CheckPage }): Promise<string>;
export function renderSent(page: Page & { sent: SentPage }): Promise<string>;
export function renderNotice(page: Page & { notice: NoticePage }): Promise<string>;
export function renderGone(page: Page): Promise<string>;
export function renderThread(page: Page & { thread: ThreadPage }): Promise<string>;
