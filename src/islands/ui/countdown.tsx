import { useEffect, useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { useUi } from './ui-provider.tsx';

type CountdownProps = {
  until: Date;
  /** the server's time minus ours: a phone's clock may be wrong */
  skewMs?: number;
  /** "Time left" */
  label: string;
  onEnd?: () => void;
};

/** Minutes and seconds left. Read out when it is looked at, not every second. */
export function Countdown({ until, skewMs = 0, label, onEnd }: CountdownProps) {
  const { locale } = useUi();
  const left = () => Math.max(0, Math.ceil((until.getTime() - Date.now() - skewMs) / 1000));
  const [seconds, setSeconds] = useState(left);
  const over = seconds === 0;
  useEffect(() => {
    setSeconds(left());
    const tick = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(tick);
    // `left` is made anew on every render from these two
  }, [until.getTime(), skewMs]);
  useEffect(() => {
    if (over) onEnd?.();
  }, [over]);
  const two = (value: number) => formatNumber(locale, value, { minimumIntegerDigits: 2, useGrouping: false });
  const hours = Math.floor(seconds / 3600);
  const parts = [...(hours > 0 ? [hours] : []), Math.floor((seconds % 3600) / 60), seconds % 60];
  return (
    <span
      role="timer"
      aria-label={label}
      className={`figures inline-block font-semibold ${seconds <= 60 ? 'text-rose-ink' : ''}`}
    >
      <bdi dir="ltr">{parts.map(two).join(':')}</bdi>
    </span>
  );
}
