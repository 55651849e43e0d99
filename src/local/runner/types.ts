import type { Context } from '@netlify/functions';

/** A route of the local stack itself, asked before anything of the site. `undefined` means: not mine. */
export type LocalRoute = (request: Request, context: Context) => Response | undefined | Promise<Response | undefined>;

export type StartOptions = {
  /** The project: holds `netlify.toml`, `netlify/functions` and `netlify/edge-functions`. */
  root: string;
  /** 0 chooses a free one. */
  port?: number;
  /** What `process.env` and `Netlify.env` give to functions and edge functions. */
  env?: Record<string, string>;
  /** Where Blobs live between two starts; a temporary folder when absent. */
  stateDir?: string;
  /** The built site, relative to `root`. */
  publish?: string;
  /** A development server that answers for the static site (`http://localhost:4321`). */
  upstream?: string;
  /** Run edge functions on Deno with Netlify's own bootstrap, not in this process. `EDGE_DENO=1` when absent. */
  edgeDeno?: boolean;
  /** Where Deno and Netlify's bootstrap are installed; `tools/netlify` when absent. */
  denoTools?: string;
  /** Mounted before everything else. */
  local?: LocalRoute;
  /** Whose address a request comes from; everybody is 127.0.0.1 when absent. */
  clientIp?: (request: Request) => string;
  /** Moves rate-limit windows and cache ages. */
  now?: () => number;
  /** Where requests that failed, and what functions complain about, are written. */
  log?: (line: string) => void;
};

export type Job = {
  name: string;
  /** Five fields, UTC, or a word such as `@hourly`. */
  schedule: string;
  /** ISO time of the next run by that schedule. */
  nextRun: string;
};

export type JobResult = { ok: boolean; status: number; took: number; body: string };

export type Purge = { at: string; tags: string[] | null };

export type Runner = {
  origin: string;
  port: number;
  /** What functions see now; `setEnv(name, undefined)` removes. Deno reads its copy at start only. */
  setEnv: (name: string, value: string | undefined) => void;
  jobs: () => Job[];
  /** POSTs `{next_run}` to the scheduled function, as the platform's clock would. */
  runJob: (name: string) => Promise<JobResult>;
  /** Functions that could not be loaded, and why. They answer nothing. */
  broken: () => { name: string; message: string }[];
  /** Newest last: what was asked of the CDN's purge API. */
  purges: readonly Purge[];
  purgeTags: (tags: string[] | null) => void;
  /** Calls a path of the site in-process; nothing of the network in between. */
  fetch: (request: Request) => Promise<Response>;
  /** Settles when no request is being answered and nothing handed to `waitUntil` is open. */
  idle: () => Promise<void>;
  /** Reads the functions anew, for development. */
  reload: () => Promise<void>;
  close: () => Promise<void>;
};
