import type { Ctx, Shot, ShotOutcome } from '../features/ctx.ts';
import { createEndpoint } from '../features/agents/endpoints.ts';
import { createKey } from '../features/agents/keys.ts';
import { whoCalls } from '../features/agents/calling.ts';
import type { Subscription } from '../features/agents/rules/events.ts';
import { subscriptions } from '../features/agents/rules/events.ts';
import { cast, talentIds } from './cast.ts';
import type { TestDatabase } from './database.ts';
import { stageOn } from './stage.ts';

/** A stage with somebody listening: what was sent, and what the listener answers next. */
export function agentStageOn(database: TestDatabase) {
  const stage = stageOn(database);
  const shots: Shot[] = [];
  const answers: ShotOutcome[] = [];
  const fine: ShotOutcome = { status: 200, ms: 3, answer: 'ok' };
  const as = (userId: string | null, agent?: string): Ctx => {
    const ctx = stage.as(userId);
    return {
      ...ctx,
      actor: ctx.actor && { ...ctx.actor, ...(agent === undefined ? {} : { agent }) },
      ports: {
        ...ctx.ports,
        webhooks: {
          inside: undefined,
          send: async (shot) => {
            shots.push(shot);
            return answers.shift() ?? fine;
          },
        },
      },
    };
  };
  const system = (statement: string) =>
    stage.doors.asSystem('test').write(async (tx) => (await tx.execute(statement)).rows);

  let asked = 0;
  return {
    stage,
    shots,
    answers,
    as,
    system,
    worker: () => as(null),
    later: (ms: number) => (stage.now = new Date(stage.now.getTime() + ms)),
    listens: (events: Subscription[] = [...subscriptions], who: string = cast.zainab) =>
      createEndpoint(as(who), { url: 'https://listener.example.com/hook', name: 'Listener', events }),
    /** An agent of hers, as it comes in. */
    agentOf: async (who: string = cast.zainab) => {
      const { token, key } = await createKey(as(who), { name: 'Assistant' });
      const actor = await whoCalls(stage.doors, token, stage.now);
      if (!actor) throw new Error('the key opens nothing');
      return { ctx: as(actor.userId, actor.agent), token, keyId: key.id };
    },
    /** A question by the form on her page, which makes its thread and its news. */
    asks: async (words = 'Are you free on Friday? Call 0770 123 4567.', masked: string | null = null) => {
      const [made] = await database.query<{ id: string }>(`select gen_random_uuid() as id`);
      const id = made?.id ?? '';
      await stage.doors.asVisitor().write(async (tx) => {
        const { inquiries } = await import('../db/schema/inquiries.ts');
        await tx.insert(inquiries).values({
          id,
          talentId: talentIds.zainab,
          talentUserId: cast.zainab,
          message: words,
          maskedMessage: masked,
          subject: 'A wedding',
          senderName: 'Hana',
          senderEmail: `hana-${(asked += 1)}@example.com`,
          locale: 'ar',
          linkHash: `link-${id}`,
          formKey: `form-${id}`,
        });
      });
      const [thread] = await database.query<{ id: string }>('select id from threads where inquiry_id = $1', [id]);
      return { inquiryId: id, threadId: thread?.id ?? '' };
    },
  };
}
export type AgentStage = ReturnType<typeof agentStageOn>;
