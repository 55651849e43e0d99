import type { Door, Doors } from '../../db/client.ts';
import type { Task } from './scheduler.ts';

const turn = (task: Task, name: string, door: Door): Door => ({
  read: (build) => task.step(`${name}: reads`, () => door.read(build)),
  send: (build) => task.step(`${name}: sends`, () => door.send(build)),
  write: (work) => task.step(`${name}: writes`, () => door.write(work)),
});

/** The doors as one task meets them: every batch and every transaction waits for its turn, and may be the one before which the task dies. */
export const doorsOf = (task: Task, doors: Doors): Doors => ({
  asVisitor: () => turn(task, 'visitor', doors.asVisitor()),
  asUser: (actor) => turn(task, actor.userId, doors.asUser(actor)),
  asSystem: (reason) => turn(task, reason, doors.asSystem(reason)),
});
