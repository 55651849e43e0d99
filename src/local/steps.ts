/** Says what is being done while it is done, and how long it took. On a terminal a step rewrites its own line. */
export type Steps = {
  <T>(title: string, work: () => Promise<T>, tell?: (result: T) => string | undefined): Promise<T>;
};

export type Screen = { write(text: string): unknown; isTTY?: boolean };

export function steps(screen: Screen, now: () => number = () => performance.now()): Steps {
  return async (title, work, tell) => {
    const start = now();
    screen.write(screen.isTTY ? `  … ${title}` : `  … ${title}\n`);
    const end = (mark: string, note: string) =>
      screen.write(`${screen.isTTY ? '\r\u001b[2K' : ''}  ${mark} ${title.padEnd(22)} ${took(now() - start)}${note}\n`);
    try {
      const result = await work();
      const note = tell?.(result);
      end('✓', note ? `  ${note}` : '');
      return result;
    } catch (error) {
      end('✗', '');
      throw error;
    }
  };
}

export const took = (ms: number): string =>
  (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`).padStart(7);
