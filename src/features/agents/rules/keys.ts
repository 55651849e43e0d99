/** An agent's key is told by how it begins: sessions are three parts with dots between. */
export const keyPrefix = 'mwk_';
export const isAgentKey = (token: string): boolean => /^mwk_[A-Za-z0-9_-]{43}$/.test(token);
/** What stays visible of a key, so that its owner tells it from others. */
export const hintOf = (token: string): string => `${token.slice(0, keyPrefix.length + 4)}…`;

const reads = [
  /^\/api\/(business\/messages|threads)(\/|$)/,
  /^\/api\/bookings\/[^/]+\/messages$/,
  /^\/api\/agents\/(suggestions|conversations)(\/|$)/,
];
const writes = [/^\/api\/agents\/suggestions$/, /^\/api\/agents\/conversations(\/[^/]+\/messages)?$/];

/**
 * What an agent may call: it reads conversations and proposes. It never sends, marks as read, books or pays, and sees nothing of
 * money, accounts or keys. The database refuses its writes once more (`app.refuse_agents`).
 */
export function agentMayCall(method: string, path: string): boolean {
  const list = method === 'GET' || method === 'HEAD' ? reads : method === 'POST' ? writes : [];
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  return list.some((one) => one.test(plain));
}
