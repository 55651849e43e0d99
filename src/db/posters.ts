import { sql } from 'drizzle-orm';

/** What stands in a film's place until it is played; `color`: in its own place until it is there. */
export type PosterColumn = { id: string; url: string; width: number; height: number; color: string | null };

/** Beside a film in a list of work. The poster's own policies choose it, so it is there for whoever sees the film and for nobody else. */
export const posterOfFilm = sql<PosterColumn | null>`case portfolio_items.kind when 'video' then (
  select jsonb_build_object('id', still.id, 'url', still.media ->> 'url', 'width', still.width, 'height', still.height, 'color', still.color)
  from portfolio_items still where still.poster_of = portfolio_items.id and still.state = 'ready') end`;
