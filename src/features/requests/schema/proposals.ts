import * as z from 'zod';
import { plainText } from '../../../core/text.ts';
import { moneyShape } from '../../discovery/schema.ts';
import { proposalStates } from '../rules.ts';

export const proposalId = z.object({ proposalId: z.uuid() });

const instant = z.iso.datetime({ offset: true }).meta({ description: 'an instant, ISO 8601 with offset' });
export const sendProposalBody = z.object({
  amount: moneyShape.refine(({ amount }) => amount > 0 && amount < 1_000_000_000_000, { path: ['amount'] }),
  startsAt: instant,
  endsAt: instant,
  text: z.string().max(4000).transform(plainText).pipe(z.string().min(1)),
  serviceId: z.uuid().optional().meta({ description: 'one of the talent’s services it is about' }),
});
export type SendProposal = z.output<typeof sendProposalBody>;

export const proposal = z
  .object({
    id: z.uuid(),
    requestId: z.uuid(),
    requestTitle: z.string(),
    talent: z.object({
      id: z.uuid(),
      slug: z.string().nullable().meta({ description: 'of their page, while it is published' }),
      name: z.string(),
    }),
    mine: z.boolean().meta({ description: 'the reader wrote it' }),
    amount: moneyShape,
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    timeZone: z.string().meta({ description: 'the talent’s' }),
    text: z.string(),
    state: z.enum(proposalStates),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
    bookingId: z.uuid().nullable(),
    moves: z.array(z.enum(['withdraw', 'accept'])).meta({ description: 'what the reader may do with it now' }),
  })
  .meta({ id: 'Proposal' });
export type ProposalView = z.infer<typeof proposal>;
export const proposalList = z.object({ items: z.array(proposal), nextCursor: z.string().nullable() });
export const listProposalsQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const acceptedProposal = z.object({ proposal, bookingId: z.uuid() });
