import * as booking from '../../features/messaging/rules.ts';
import * as one from '../../features/messaging/rules/can-message.ts';
import * as contacts from '../../features/messaging/rules/contacts.ts';
import * as inquiries from '../../features/messaging/rules/inquiries.ts';
import * as talk from '../../features/messaging/rules/requests.ts';
import * as requests from '../../features/requests/rules.ts';
import { openCells, type Cells } from '../cells.ts';
import type { TestDatabase } from '../database.ts';
import type { AgreementCell, CellKind, Rules } from './cell.ts';
import { askingCells } from './cells-asking.ts';
import { bookingCells } from './cells-booking.ts';
import { contactCells, startingCells } from './cells-contact.ts';
import { deedCells } from './cells-deeds.ts';
import { readingCells } from './cells-reading.ts';
import { replyingCells } from './cells-replying.ts';
import { boardCells, proposingCells } from './cells-board.ts';
import { requestCells } from './cells-request.ts';
import { requestDeedCells } from './cells-request-deeds.ts';
import { requestReadingCells } from './cells-request-reading.ts';
import { link, opening, seating } from './people.ts';

const house: Rules = { ...booking, ...contacts, ...inquiries, ...talk, ...requests, ...one };

export const cellsOf: Record<CellKind, () => Generator<AgreementCell>> = {
  'inquiry.ask': askingCells,
  'inquiry.reply': replyingCells,
  'contact.start': startingCells,
  'contact.send': contactCells,
  'booking.send': bookingCells,
  'request.post': requestCells,
  'request.unlock': boardCells,
  'request.propose': proposingCells,
  *read() {
    yield* readingCells();
    yield* requestReadingCells();
  },
  *deed() {
    yield* deedCells();
    yield* requestDeedCells();
  },
};

/** A database with everybody in it, and a line to it on which each cell leaves nothing behind. */
export async function openWorld(database: TestDatabase): Promise<Cells> {
  await database.query(seating());
  return openCells(database, opening);
}

/** What the rules say of a cell, if it is not what the page says. */
export function ruleDisagrees(cell: AgreementCell, rules: Rules = house): string | null {
  const said = cell.rule(rules);
  return said === cell.page ? null : `${cell.name}: the page says ${cell.page}, the rule ${said}`;
}

/** The same of the database: asked by hand, past every verb, under that person's role. */
export async function databaseDisagrees(cells: Cells, cell: AgreementCell): Promise<string | null> {
  if (!cell.ask) return null;
  const { actor } = cell;
  const answer = await cells.ask({
    arrange: [[`${cell.arrange} ${cell.before ?? ''}`, []]],
    role: actor.system || cell.bySystem ? 'app_system' : actor.id === null ? 'app_visitor' : 'app_user',
    as: actor.id,
    agent: actor.agent,
    link: actor.link === link.word ? link.hash : undefined,
    policy: cell.policy,
    ask: cell.ask,
  });
  if ('refused' in answer && !answer.arranged) throw new Error(`${cell.name} cannot be arranged: ${answer.message}`);
  return cell.agrees(answer)
    ? null
    : `${cell.name}: the page says ${cell.page}, the database ${JSON.stringify('refused' in answer ? answer : (answer.rows[0] ?? answer.count))}`;
}

export type Walked = { cells: number; yes: number; disagree: string[] };
/** Rule and database, all cells of a kind; stops after so many disagreements. */
export async function walk(cells: Cells, kind: CellKind, most = 20): Promise<Walked> {
  const walked: Walked = { cells: 0, yes: 0, disagree: [] };
  for (const cell of cellsOf[kind]()) {
    walked.cells += 1;
    if (cell.page === 'yes') walked.yes += 1;
    for (const why of [ruleDisagrees(cell), await databaseDisagrees(cells, cell)]) if (why) walked.disagree.push(why);
    if (walked.disagree.length >= most) break;
  }
  return walked;
}
