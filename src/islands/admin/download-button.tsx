import { useMutation } from '@tanstack/react-query';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { saveFile } from './download.ts';

type DownloadProps = { label: string; file: () => Promise<Blob>; name: string; size?: 'sm' | 'md' };

export function DownloadButton({ label, file, name, size = 'md' }: DownloadProps) {
  const ui = useUi();
  const load = useMutation({
    mutationFn: file,
    onSuccess: (found) => saveFile(found, name),
    onError: (error) => {
      const { title, detail } = shownProblem(error, ui.t);
      notify({ tone: 'bad', title, text: detail });
    },
  });
  return (
    <Button variant="secondary" size={size} icon="receipt" onPress={() => load.mutate()} isPending={load.isPending}>
      {label}
    </Button>
  );
}
