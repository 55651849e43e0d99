import { Select, type Choice } from '../ui/select.tsx';

type Props = { label: string; value: string; onChange: (time: string) => void; choices: readonly Choice[] };

/** A time of day out of a list; its name is said, not shown. */
export function TimeSelect(props: Props) {
  return <Select {...props} isLabelHidden placeholder="" className="figures w-29" />;
}
