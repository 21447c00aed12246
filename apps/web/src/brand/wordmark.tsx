import { Bell } from './bell.tsx';

export function Wordmark() {
  return (
    <span className="flex items-center gap-2 text-ink">
      <Bell className="size-7" />
      <span className="font-semibold text-[1.0625rem] tracking-tight">Frontdesk</span>
    </span>
  );
}
