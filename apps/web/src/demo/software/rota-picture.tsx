type Kind = 'a' | 'b' | 'c';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'] as const;
const people: readonly { name: string; shifts: readonly (readonly [string, Kind] | null)[] }[] = [
  { name: 'Ines', shifts: [['7–15', 'a'], ['7–15', 'a'], null, ['12–20', 'b'], ['7–15', 'a']] },
  { name: 'Tomasz', shifts: [['12–20', 'b'], null, ['7–15', 'a'], ['7–15', 'a'], ['12–20', 'b']] },
  { name: 'Amara', shifts: [null, ['12–20', 'b'], ['12–20', 'b'], null, ['12–20', 'b']] },
  { name: 'Joel', shifts: [['9–17', 'a'], ['Leave', 'c'], ['Leave', 'c'], ['9–17', 'a'], null] },
];

/** A week as the product would show it; a picture, so it is hidden from screen readers. */
export function RotaPicture() {
  return (
    <div
      aria-hidden="true"
      className="overflow-hidden rounded-2xl border border-(--soft-line) bg-(--soft-card) shadow-[0_24px_60px_-24px_rgb(40_25_120/0.35)]"
    >
      <div className="flex items-center justify-between border-(--soft-line) border-b px-4 py-3 text-sm">
        <span className="font-medium">Week 12 · Market Street</span>
        <span className="rounded-md bg-(--soft-violet) px-2.5 py-1 font-medium text-(--soft-on-violet) text-xs">
          Publish
        </span>
      </div>
      <div className="grid grid-cols-[3.75rem_repeat(5,1fr)] gap-px p-3 text-[0.6875rem] sm:grid-cols-[5rem_repeat(5,1fr)] sm:text-xs">
        <span />
        {days.map((day) => (
          <span key={day} className="pb-1.5 text-center text-(--soft-ink-soft)">
            {day}
          </span>
        ))}
        {people.map(({ name, shifts }) => (
          <Row key={name} name={name} shifts={shifts} />
        ))}
      </div>
      <div className="flex items-center justify-between border-(--soft-line) border-t px-4 py-2.5 text-(--soft-ink-soft) text-xs">
        <span>104 hours planned</span>
        <span>No rule broken</span>
      </div>
    </div>
  );
}

function Row({ name, shifts }: (typeof people)[number]) {
  return (
    <>
      <span className="self-center truncate pl-1 font-medium">{name}</span>
      {shifts.map((shift, index) => (
        <span key={days[index]} className="p-0.5">
          {shift === null ? (
            <span className="block h-9 rounded-md border border-(--soft-line) border-dashed" />
          ) : (
            <span
              className="grid h-9 place-items-center rounded-md font-medium tabular-nums"
              style={{ background: `var(--soft-shift-${shift[1]})`, color: `var(--soft-on-shift-${shift[1]})` }}
            >
              {shift[0]}
            </span>
          )}
        </span>
      ))}
    </>
  );
}
