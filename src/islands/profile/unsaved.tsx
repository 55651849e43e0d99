import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

type Unsaved = { open: ReadonlySet<string>; tell: (section: string, isDirty: boolean) => void };
const UnsavedContext = createContext<Unsaved>({ open: new Set(), tell: () => undefined });

/** Knows which sections hold changes that are not saved, and has the browser ask before they are lost. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const isOpen = open.size > 0;
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isOpen]);
  const [tell] = useState(() => (section: string, isDirty: boolean) => {
    setOpen((now) => {
      if (now.has(section) === isDirty) return now;
      const next = new Set(now);
      if (isDirty) next.add(section);
      else next.delete(section);
      return next;
    });
  });
  return <UnsavedContext value={{ open, tell }}>{children}</UnsavedContext>;
}

export const useUnsaved = (): ReadonlySet<string> => useContext(UnsavedContext).open;

export function useTellUnsaved(section: string, isDirty: boolean): void {
  const { tell } = useContext(UnsavedContext);
  useEffect(() => {
    tell(section, isDirty);
    return () => tell(section, false);
  }, [tell, section, isDirty]);
}
