/** One look for the fields of forms on pages without script; islands have theirs from React Aria, drawn the same. */
export const fieldBox =
  'w-full min-h-11 rounded-md border border-line-strong bg-raised px-3.5 py-2 text-base leading-snug text-ink placeholder:text-ink-faint hover:border-ink-soft aria-invalid:border-rose';
