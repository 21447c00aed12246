import { roomLines, rooms, type View } from './house-rules.ts';

export function Rooms() {
  return (
    <section aria-labelledby="rooms" className="mx-auto max-w-6xl px-5 py-16 sm:py-24">
      <h2 id="rooms" className="scroll-mt-24 text-4xl">
        Rooms
      </h2>
      <ul className="mt-8 grid gap-6 sm:grid-cols-3">
        {rooms.map(({ name, price, note, view }) => (
          <li key={name} className="overflow-hidden rounded-3xl border border-(--house-line) bg-(--house-card)">
            <RoomWindow view={view} />
            <div className="p-5">
              <div className="flex items-baseline justify-between gap-3">
                <h3 className="serif text-xl">{name}</h3>
                <p className="text-(--house-ink-soft) text-sm">
                  from <span className="font-medium text-(--house-ink) tabular-nums">£{price}</span>
                </p>
              </div>
              <p className="mt-2 text-(--house-ink-soft) leading-relaxed">{note}</p>
            </div>
          </li>
        ))}
      </ul>
      <ul className="mt-6 flex flex-wrap gap-x-6 gap-y-1.5 text-(--house-ink-soft) text-sm">
        {roomLines.map((line) => (
          <li key={line} className="flex items-center gap-2">
            <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-(--house-accent)" />
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is seen from the bed. */
function RoomWindow({ view }: { view: View }) {
  return (
    <svg
      viewBox="0 0 320 200"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className="h-44 w-full bg-(--house-wall-shade)"
    >
      <rect x="76" y="24" width="168" height="140" fill="var(--house-sky)" />
      <svg x="76" y="24" width="168" height="140" aria-hidden="true">
        <Outside view={view} />
      </svg>
      <path d="M76 24h168v140H76zM160 24v140M76 92h168" fill="none" stroke="var(--house-wall)" strokeWidth="7" />
      <rect x="64" y="164" width="192" height="10" rx="2" fill="var(--house-wall)" />
      <path
        d="M40 14h46c2 56-6 108-30 152H40zM280 14h-46c-2 56 6 108 30 152h16z"
        fill="var(--house-sea)"
        opacity=".85"
      />
      <rect x="28" y="8" width="264" height="6" rx="3" fill="var(--house-roof)" />
    </svg>
  );
}

function Outside({ view }: { view: View }) {
  switch (view) {
    case 'sea':
      return (
        <>
          <circle cx="112" cy="46" r="15" fill="var(--house-sun)" />
          <path d="M0 74h168v66H0z" fill="var(--house-water)" />
          <path d="M0 104c40-8 70 8 168-4v40H0z" fill="var(--house-water-deep)" />
          <path d="M44 72V42l24 30z" fill="var(--house-wall)" />
          <path d="M34 74h44l-8 11H42z" fill="var(--house-accent)" />
        </>
      );
    case 'garden':
      return (
        <>
          <path d="M0 92c50-18 110-14 168-4v52H0z" fill="var(--house-near)" />
          <path d="M0 116h168v24H0z" fill="var(--house-stone)" />
          <path d="M52 118V74M120 118V80" stroke="var(--house-roof)" strokeWidth="6" />
          <circle cx="52" cy="58" r="26" fill="var(--house-near)" />
          <circle cx="120" cy="66" r="22" fill="var(--house-near)" />
          <g fill="var(--house-accent)">
            <circle cx="42" cy="54" r="4" />
            <circle cx="62" cy="66" r="4" />
            <circle cx="114" cy="60" r="4" />
            <circle cx="130" cy="74" r="4" />
          </g>
        </>
      );
    case 'hill':
      return (
        <>
          <path d="M0 104 58 50l34 26 40-44 36 40v68H0z" fill="var(--house-far)" />
          <path d="M0 120c50-34 110-30 168-12v32H0z" fill="var(--house-near)" />
          <g fill="var(--house-wall)">
            <ellipse cx="50" cy="116" rx="9" ry="6" />
            <ellipse cx="100" cy="122" rx="9" ry="6" />
            <ellipse cx="80" cy="108" rx="7" ry="5" />
          </g>
        </>
      );
  }
}
