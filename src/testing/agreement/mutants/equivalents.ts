/** Mutants that change nothing anybody could notice, and why. A name that is killed after all, or gone, is an error too. */
export const equivalents: Readonly<Record<string, string>> = {
  "inquiries.ts: without: if (talk.side === 'talent' && talk.speaker === null) return refuse('unauthenticated');":
    'whose side is the talent’s is told by their account: a visitor never has it, with a link or without',
  'contacts.ts: only: wish.blockedByMe': 'whoever blocked somebody has a block between them',
  'rules.ts: only: now.getTime() >= talk.restingSince.getTime() + window':
    'without a window the sum is not a number, and nothing is as late as that',
};
