/** One line of what a person wrote. Too long, it loses its end, and never its beginning: that is on the left in Arabic. */
export const Clipped = ({ children, lang }: { children: string; lang?: string | undefined }) => (
  <bdi lang={lang} className="inline-block max-w-full truncate align-bottom">
    {children}
  </bdi>
);
