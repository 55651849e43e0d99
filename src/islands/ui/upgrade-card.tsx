import { LinkButton } from './button.tsx';

type UpgradeCardProps = { title: string; text: string; action: string; href: string };

/** What a larger plan opens, large and amber, with the way to the plans. */
export function UpgradeCard({ title, text, action, href }: UpgradeCardProps) {
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-saffron bg-saffron-soft p-5">
      <h2 className="text-xl">{title}</h2>
      <p>{text}</p>
      <LinkButton href={href} className="self-start">
        {action}
      </LinkButton>
    </section>
  );
}
