/** Pots stand on y = 240 with their mouth at y ≈ 176, centred on x = 120, where every plant of the shop grows. */

export function TerracottaPot() {
  return (
    <g>
      <path d="M82 190h76l-9 48a4 4 0 0 1-4 3H95a4 4 0 0 1-4-3z" fill="#c46f4a" />
      <path d="M132 190h26l-9 48a4 4 0 0 1-4 3h-17z" fill="#a9593a" opacity=".55" />
      <rect x="76" y="174" width="88" height="18" rx="4" fill="#d58460" />
      <rect x="76" y="188" width="88" height="4" fill="#8f482c" opacity=".25" />
      <rect x="82" y="177" width="30" height="4" rx="2" fill="#fff" opacity=".22" />
    </g>
  );
}

export function CylinderPot({ colour, shade }: { colour: string; shade: string }) {
  return (
    <g>
      <path d="M80 174h80v58a9 9 0 0 1-9 9H89a9 9 0 0 1-9-9z" fill={colour} />
      <path d="M134 174h26v58a9 9 0 0 1-9 9h-22c5-16 6-44 5-67z" fill={shade} opacity=".6" />
      <rect x="80" y="174" width="80" height="5" fill={shade} opacity=".55" />
      <rect x="88" y="186" width="5" height="42" rx="2.5" fill="#fff" opacity=".35" />
    </g>
  );
}

/** Glazed above, raw clay below. */
export function DippedPot({ glaze, drip }: { glaze: string; drip: string }) {
  return (
    <g>
      <path d="M78 174h84c0 38-9 58-17 64-2 2-5 3-8 3h-34c-3 0-6-1-8-3-8-6-17-26-17-64z" fill="#e5d5be" />
      <path
        d="M78 174h84c0 14-1 25-4 34-8 6-13-2-21 2-8 5-12 6-20 1-7-5-13 3-20 0-6-2-10-1-15-4-3-9-4-20-4-33z"
        fill={glaze}
      />
      <path d="M140 174h22c0 38-9 58-17 64-2 2-5 3-8 3h-12c12-14 16-40 15-67z" fill={drip} opacity=".28" />
      <path
        d="M86 182c0 8 1 14 2 19"
        fill="none"
        stroke="#fff"
        strokeOpacity=".4"
        strokeWidth="4"
        strokeLinecap="round"
      />
    </g>
  );
}

export function FootedBowl() {
  return (
    <g>
      <path d="M96 228l-6 14M144 228l6 14" stroke="#8a6a4a" strokeWidth="5" strokeLinecap="round" />
      <path d="M72 180h96c0 32-20 52-48 52s-48-20-48-52z" fill="#f3ede3" />
      <path d="M136 180h32c0 32-20 52-48 52-4 0-7 0-10-1 18-8 26-26 26-51z" fill="#d8cbb8" opacity=".7" />
      <rect x="70" y="176" width="100" height="7" rx="3.5" fill="#fffaf2" />
    </g>
  );
}
