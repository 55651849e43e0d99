/** Mutants that change nothing anybody could notice, and why. A name that is killed after all, or gone, is an error too. */
export const equivalents: Readonly<Record<string, string>> = {
  "inquiries.ts: without: if (talk.side === 'talent' && talk.speaker === null) return refuse('unauthenticated');":
    'whose side is the talent’s is told by their account: a visitor never has it, with a link or without',
  'requests.ts: only: talk.ownerAway': 'an owner who has gone is suspended or deleted, and is refused for that before',
  'requests.ts: only: said.toId === null':
    'where talents do not read each other, each of their words is to the owner: what is to nobody alone is the owner’s',
  "rules.ts: without: if (!wish.entitled) return refuse('upgrade_required');":
    'every plan of a talent unlocks (product.md 3.3): it waits for one that does not',
  "rules.ts: without: if (!wish.entitled) return refuse('upgrade_required'); (2)":
    'every plan of a talent proposes (product.md 3.3): it waits for one that does not',
  'contacts.ts: only: wish.blockedByMe': 'whoever blocked somebody has a block between them',
  'rules.ts: only: now.getTime() >= talk.restingSince.getTime() + window':
    'without a window the sum is not a number, and nothing is as late as that',
  'app.asked_of_me: i.talent_user_id = app.user_id() is true':
    'it is asked of rows of one’s own that are hidden, and of an inquiry only the talent’s row ever is',
  'app.may_ask: who is not null (3) is true': 'nobody is entitled without an account (product.md 3.3)',
  "app.may_contact: app.my_role() = 'customer' is true":
    'contact.initiate is in the columns of professionals and companies alone, and of nobody who is suspended',
  'app.may_contact: app.blocked_with(talent_user) is false':
    'held twice: contacts_are_counted refuses it once more, because it sees a block that is put at the same moment',
  'app.may_reply: found is true': 'without a row nothing below is true, and what is not true is refused',
  'app.may_send: found is true': 'nobody is a member of a thread that is not there, and the policy asks that as well',
  'app.may_send: who is distinct from c.customer_id is false':
    'held twice: the policy asks whether it is a thread of theirs, and a contact’s has the two in it',
  'app.may_address: found is true': 'without a row there is nobody who unlocked it, and nobody is named',
  "app.may_browse: app.my_role() = 'talent' is true":
    'requests.browse is in the columns of talents alone (product.md 3.3)',
  "app.may_browse: app.entitled('requests.browse') is true": 'every plan of a talent has it (product.md 3.3)',
  'app.may_post: found is true': 'without a row nothing below is true: nobody has unlocked what is not there',
  "app.may_post: app.my_role() = 'customer' is true":
    'owners are customers, and messaging.enabled is of nobody who is suspended',
  "app.may_post: app.my_role() = 'talent' is true":
    'an unlock is a talent’s, and messaging.enabled is of nobody who is suspended',
  'app.may_reply: i.talent_user_id is distinct from who is true': 'a talent is no customer, and only those follow up',
};
