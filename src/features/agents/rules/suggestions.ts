import type { Machine } from '../../../core/machine.ts';

/**
 * A suggested reply (product.md N14): `use` puts it into the talent's hand, `send` is the talent's own message, which may say
 * something else; any word in the thread that came first makes it stale. `app.suggestions_follow_the_thread` says the same.
 */
export const suggestionStates = ['open', 'used', 'edited', 'discarded', 'stale'] as const;
export type SuggestionState = (typeof suggestionStates)[number];
export const suggestionMoves = ['use', 'discard', 'move_on', 'send_other_words'] as const;
export type SuggestionMove = (typeof suggestionMoves)[number];

export const suggestionMachine: Machine<SuggestionState, SuggestionMove> = {
  open: { use: 'used', discard: 'discarded', move_on: 'stale' },
  // taken into the composer, until the talent's next message says whether it was sent as it stood
  used: { send_other_words: 'edited', move_on: 'stale', discard: 'discarded' },
  edited: {},
  discarded: {},
  stale: {},
};

export const suggestionLimits = { text: 4000 } as const;
