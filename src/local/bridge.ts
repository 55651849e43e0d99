/** What went over the bridge. An HTTP call is one round trip; on a WebSocket each Sync or simple query is one. */
export type BridgeCounters = { http: number; ws: number; queries: number; roundTrips: number };

export type Bridge = {
  port: number;
  /** Everything since the start. */
  counters: Readonly<BridgeCounters>;
  /** The same of one database; also at `GET /counters?database=NAME` for other processes. */
  countersOf: (database: string) => BridgeCounters;
  close: () => Promise<void>;
};

export async function startBridge(options: { postgresPort: number; port?: number }): Promise<Bridge> {
  throw new Error(`not yet: ${options.postgresPort}`);
}
