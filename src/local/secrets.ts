import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { kept } from './keep.ts';

/** Passwords and keys of one state folder: made once by chance, kept, the same ever after. No secret is written in the source. */
export function openSecrets(home: string): (name: string) => string {
  const file = kept(join(home, 'secrets.json'));
  const read = z.record(z.string(), z.string()).safeParse(file.load());
  const secrets: Record<string, string> = read.success ? read.data : {};
  return (name) => {
    const known = secrets[name];
    if (known !== undefined) return known;
    const fresh = randomBytes(24).toString('base64url');
    secrets[name] = fresh;
    file.save(secrets);
    return fresh;
  };
}
