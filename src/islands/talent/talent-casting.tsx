import { formatNumber } from '../../i18n/format.ts';
import { Badge } from '../ui/badge.tsx';
import { Facts, type Fact } from '../ui/card.tsx';
import type { TalentPart } from './talent-part.ts';

const Words = ({ words }: { words: readonly string[] }) => (
  <span className="flex flex-wrap gap-1.5">
    {words.map((word) => (
      <span key={word} dir="auto" className="rounded-full bg-sunk px-2.5">
        {word}
      </span>
    ))}
  </span>
);

/** What casting looks for, and what somebody was part of. */
export function TalentCasting({ talent: { casting }, locale, s }: TalentPart) {
  if (!casting) return null;
  const { playingAgeFrom: from, playingAgeTo: to, heightCm: cm, hair, eyes, voice, skills, accents, credits } = casting;
  const number = (value: number) => formatNumber(locale, value);
  const said: (Fact | null)[] = [
    from !== null && to !== null
      ? { label: s('casting.age'), value: s('casting.ageValue', { from: number(from), to: number(to) }) }
      : null,
    cm === null ? null : { label: s('casting.height'), value: s('casting.heightValue', { cm: number(cm) }) },
    hair === null ? null : { label: s('casting.hair'), value: s(`hair.${hair}`) },
    eyes === null ? null : { label: s('casting.eyes'), value: s(`eyes.${eyes}`) },
    voice === null ? null : { label: s('casting.voice'), value: s(`voice.${voice}`) },
    skills.length === 0 ? null : { label: s('casting.skills'), value: <Words words={skills} /> },
    accents.length === 0 ? null : { label: s('casting.accents'), value: <Words words={accents} /> },
  ];
  const facts = said.filter((fact) => fact !== null);
  return (
    <section aria-labelledby="casting" className="flex flex-col gap-5">
      <h2 id="casting" className="flex flex-wrap items-center gap-3 text-2xl">
        {s('casting.heading')}
        {casting.seenBy !== 'everyone' && (
          <Badge tone="info">{s(casting.seenBy === 'members' ? 'page.forMembers' : 'page.forSubscribers')}</Badge>
        )}
      </h2>
      {facts.length > 0 && <Facts facts={facts} />}
      {credits.length > 0 && (
        <>
          <h3 className="text-xl">{s('credits.title')}</h3>
          <ol className="divide-y divide-line border-y border-line">
            {credits.map((credit, at) => (
              // in the talent's order, which is all that tells two alike apart
              <li key={at} className="grid grid-cols-[3.5rem_1fr] gap-x-3 py-3">
                <span className="figures pt-0.5 text-sm text-ink-faint">
                  {formatNumber(locale, credit.year, { useGrouping: false })}
                </span>
                <span>
                  <span dir="auto" className="font-semibold">
                    {credit.title}
                  </span>
                  {credit.role && (
                    <span className="block">
                      <bdi>{credit.role}</bdi>
                    </span>
                  )}
                  <span className="block text-sm text-ink-soft">
                    {s(`kind.${credit.kind}`)}
                    {credit.production && (
                      <>
                        {' · '}
                        <bdi>{credit.production}</bdi>
                      </>
                    )}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
