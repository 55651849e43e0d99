import { inquiryAudiences } from '../../features/messaging/rules/inquiries.ts';
import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import { bothSay, combinations, firstOf, unapproved, writes, type AgreementCell } from './cell.ts';
import { actorOf, agentOf, ago, emailOf, entitled, opening, people, q, visitor, type Person } from './people.ts';

const askers: readonly Person[] = [
  visitor,
  people.individual,
  people.professional,
  people.professionalInGrace,
  people.professionalLapsed,
  people.company,
  people.companyInGrace,
  people.companyLapsed,
  people.customerSuspended,
  people.customerDeleted,
  people.companyWaiting,
  people.professionalRefused,
  people.otherTalent,
  people.talentSuspended,
  // of oneself
  people.talentFree,
  agentOf(people.talentFree),
  people.admin,
  people.newcomer,
];

/** An address of a page that nobody has. */
const nobody: Person = {
  ...people.talentPro,
  name: 'nobody',
  id: 'user_nobody',
  talentId: '0190d3a0-0000-7000-9100-0000000000ff',
};
const recipients = [people.talentFree, people.talentSuspended, people.talentDeleted, nobody];
const blocks = [
  'none',
  'talent blocked the account',
  'talent blocked the address',
  'asker blocked the talent',
] as const;

/** C1, the first word: product.md 3.7, column "Start". */
export function* askingCells(): Generator<AgreementCell> {
  for (const actor of askers) {
    const dims = {
      takesFrom: inquiryAudiences,
      published: [true, false],
      talent: recipients,
      block: blocks,
      policy: messagingPolicies,
    };
    for (const at of combinations(dims)) {
      const { talent, takesFrom, published, block, policy } = at;
      if (actor.id === null && (block === 'talent blocked the account' || block === 'asker blocked the talent'))
        continue;
      const there = talent !== nobody;
      if ((actor.id === talent.id || !there) && block !== 'none') continue;
      const email = emailOf(actor);
      const away = talent.standing !== 'good';
      const page = firstOf(
        [actor.agent !== undefined, 'agent_not_allowed'],
        [policy !== 'full', 'not_found'],
        [actor.standing === 'deleted', 'unauthenticated'],
        [actor.standing === 'suspended', 'account_suspended'],
        [actor.id !== null && actor.role === null, 'onboarding_required'],
        ...unapproved(actor),
        [!there, 'not_found'],
        [actor.id !== null && actor.role !== 'customer', 'role_not_allowed'],
        [block !== 'none', 'blocked'],
        [away || !published || takesFrom === 'nobody', 'not_accepting'],
        [takesFrom !== 'everyone' && actor.id === null, 'unauthenticated'],
        [takesFrom === 'subscribers' && !entitled(actor), 'upgrade_required'],
      );
      yield {
        kind: 'inquiry.ask',
        name: `${actor.name} asks ${talent.name}, who takes from ${takesFrom}${published ? '' : ', unpublished'}; ${block}; ${policy}`,
        actor,
        policy,
        arrange: `
          update talent_profiles set inquiries_from = ${q(takesFrom)}, published_at = ${q(published ? ago(50) : null)} where id = ${q(talent.talentId)};
          ${
            block === 'none'
              ? ''
              : block === 'talent blocked the account'
                ? `insert into blocks (blocker_id, blocked_id) values (${q(talent.id)}, ${q(actor.id)});`
                : block === 'talent blocked the address'
                  ? `insert into blocks (blocker_id, blocked_email) values (${q(talent.id)}, ${q(email)});`
                  : `insert into blocks (blocker_id, blocked_id) values (${q(actor.id)}, ${q(talent.id)});`
          }`,
        page,
        rule: ({ canMessage, canAsk }) => {
          const state = {
            policy,
            talent: there ? { away, published, takesFrom } : null,
            blocked: block !== 'none',
            subscriber: entitled(actor),
          };
          return bothSay(actor, canMessage(actorOf(actor), 'inquiry.ask', state, opening), (speaker) =>
            canAsk({ ...state, speaker }),
          );
        },
        ask: [
          `insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email, link_hash) values ($1, $2, $3, 'Are you free?', 'Somebody', $4, 'x')`,
          [talent.talentId, talent.id, actor.id, email],
        ],
        agrees: writes(page),
        apart: at.apart,
        call:
          at.apart <= 2
            ? {
                to: 'asking',
                method: 'POST',
                path: '/api/customer/messages/',
                body: {
                  recipient: talent.talentId,
                  message: 'Are you free?',
                  ...(actor.id === null ? { senderName: 'Somebody', senderEmail: email, formToken: 'given out' } : {}),
                },
              }
            : null,
      };
    }
  }
}
