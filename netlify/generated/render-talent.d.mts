// Written by hand and kept: render-talent.mjs itself is made by the build.
import type { Locale } from '../../src/core/locale.ts';
import type { PublicTalent } from '../../src/features/discovery/schema.ts';

export function renderTalent(page: { site: string; locale: Locale; talent: PublicTalent }): Promise<string>;
export function renderNotFound(page: { site: string; locale: Locale }): Promise<string>;
export function renderUnavailable(page: { site: string; locale: Locale; path: string }): Promise<string>;
export function renderUnsubscribe(page: {
  site: string;
  locale: Locale;
  state: 'ask' | 'done' | 'undone' | 'unknown';
  kind: string;
  path: string;
}): Promise<string>;
