import { frond, heartLeaf, pointedLeaf, splitLeaf } from './leaf-shapes.ts';

/** All plants grow out of a pot's mouth at (120, 178); see pots.tsx. */
const mouth = { x: 120, y: 180 };
const degrees = (value: number): number => (value * Math.PI) / 180;

export function BostonFern() {
  const fronds = [-84, -68, -54, -38, -22, -8, 8, 22, 38, 54, 68, 84].map((lean, index) => {
    const reach = 96 + 18 * Math.cos(degrees(lean)) + (index % 3) * 7;
    const droop = Math.abs(lean) / 84;
    return frond(
      { x: mouth.x + lean * 0.18, y: mouth.y },
      { x: mouth.x + lean * 0.66, y: mouth.y - reach * (1.1 - droop * 0.16) },
      { x: mouth.x + lean * 1.2, y: mouth.y - reach * (1.18 - droop * 1.06) },
      { pairs: 17, leaflet: 18 },
    );
  });
  const depth = [0, 11, 2, 9, 4, 7, 1, 10, 3, 8, 5, 6];
  const greens = ['#256b45', '#256b45', '#2f8054', '#2f8054', '#3f9766', '#3f9766'];
  return (
    <g>
      {depth.map((which, order) => {
        const one = fronds[which];
        const green = greens[Math.floor(order / 2)];
        return one ? (
          <g key={which}>
            <path d={one.stem} fill="none" stroke="#1d5236" strokeWidth="1.8" strokeLinecap="round" />
            <path d={one.leaflets} fill={green} />
          </g>
        ) : null;
      })}
    </g>
  );
}

const monsteraLeaves = [
  { x: 62, y: 112, turn: -66, size: 66, colour: '#1f5e3d' },
  { x: 180, y: 118, turn: 68, size: 64, colour: '#1f5e3d' },
  { x: 88, y: 84, turn: -30, size: 74, colour: '#2a7a50' },
  { x: 158, y: 88, turn: 34, size: 72, colour: '#2a7a50' },
  { x: 122, y: 112, turn: 4, size: 84, colour: '#389263' },
];

export function Monstera() {
  return (
    <g>
      {monsteraLeaves.map((leaf) => (
        <g key={`${leaf.x}`}>
          <path
            d={`M${mouth.x} ${mouth.y}Q${(mouth.x * 2 + leaf.x) / 3} ${leaf.y + 26} ${leaf.x} ${leaf.y}`}
            fill="none"
            stroke="#3c7d55"
            strokeWidth="3.2"
            strokeLinecap="round"
          />
          <g transform={`translate(${leaf.x} ${leaf.y}) rotate(${leaf.turn})`}>
            <path d={splitLeaf(leaf.size)} fill={leaf.colour} strokeLinejoin="round" />
            <path
              d={`M0 0V${-leaf.size * 0.92}`}
              stroke="#a8d5b8"
              strokeOpacity=".55"
              strokeWidth="1.6"
              strokeLinecap="round"
            />
          </g>
        </g>
      ))}
    </g>
  );
}

const blades = [
  { x: 98, lean: -17, length: 104, colour: '#2c6b49' },
  { x: 142, lean: 18, length: 100, colour: '#2c6b49' },
  { x: 106, lean: -7, length: 140, colour: '#357d55' },
  { x: 136, lean: 8, length: 132, colour: '#357d55' },
  { x: 121, lean: 1, length: 158, colour: '#3f8f62' },
  { x: 113, lean: -12, length: 82, colour: '#4a9c6d' },
  { x: 130, lean: 13, length: 74, colour: '#4a9c6d' },
];

export function SnakePlant() {
  return (
    <g>
      {blades.map((blade) => (
        <g key={blade.x} transform={`translate(${blade.x} 182) rotate(${blade.lean}) scale(1 ${blade.length / 100})`}>
          <path d="M-7 0C-12-34-11-74 0-100 11-74 12-34 7 0Z" fill="#d9c86f" />
          <path d="M-5 0C-9.5-34-8.5-72 0-94 8.5-72 9.5-34 5 0Z" fill={blade.colour} />
          <path
            d="M-7-14q7 5 14 0M-8.6-28q8.6 5 17 0M-9-42q9 5 18 0M-8-56q8 5 16 0M-6-70q6 4 12 0"
            fill="none"
            stroke="#bfe0c6"
            strokeOpacity=".38"
            strokeWidth="2"
          />
        </g>
      ))}
    </g>
  );
}

const vines = [
  {
    path: 'M112 178C80 150 62 168 56 236',
    leaves: [
      [92, 160, -50],
      [74, 164, -96],
      [62, 188, -150],
      [58, 212, 160],
      [56, 236, 188],
    ],
  },
  {
    path: 'M128 178C164 148 180 172 184 222',
    leaves: [
      [148, 160, 48],
      [168, 166, 92],
      [180, 190, 150],
      [184, 214, 188],
    ],
  },
  {
    path: 'M118 178C104 138 92 128 82 112',
    leaves: [
      [108, 148, -32],
      [94, 128, -62],
      [82, 112, -34],
    ],
  },
  {
    path: 'M122 178C134 142 146 128 156 116',
    leaves: [
      [131, 148, 36],
      [146, 128, 66],
      [156, 116, 30],
    ],
  },
  {
    path: 'M120 178C119 140 121 120 120 98',
    leaves: [
      [120, 150, -14],
      [119, 124, 16],
      [120, 100, -4],
    ],
  },
] as const;

export function Pothos() {
  return (
    <g>
      {vines.map((vine, index) => (
        <g key={vine.path}>
          <path d={vine.path} fill="none" stroke="#4f7f45" strokeWidth="2.4" strokeLinecap="round" />
          {vine.leaves.map(([x, y, turn], leaf) => (
            <g key={`${x}-${y}`} transform={`translate(${x} ${y}) rotate(${turn})`}>
              <path
                d={heartLeaf(30)}
                fill={(index + leaf) % 3 === 0 ? '#7ab85c' : (index + leaf) % 3 === 1 ? '#5fa14e' : '#4a8c47'}
              />
              <path d="M0 2V-24" stroke="#e6f3c4" strokeOpacity=".6" strokeWidth="1.3" strokeLinecap="round" />
            </g>
          ))}
        </g>
      ))}
    </g>
  );
}

const branches = [-104, -80, -60, -40, -22, -6, 10, 26, 44, 64, 84, 106];

/** A small tree: narrow grey-green leaves around thin branches. */
export function OliveTree() {
  const twigs = branches.map((lean, index) => {
    const length = 56 + (index % 3) * 10;
    const from = { x: 120 + lean * 0.1, y: 104 - (index % 2) * 10 };
    const to = { x: from.x + Math.sin(degrees(lean)) * length, y: from.y - Math.cos(degrees(lean)) * length };
    const control = { x: (from.x + to.x) / 2 - lean * 0.12, y: (from.y + to.y) / 2 - 8 };
    return frond(from, control, to, { pairs: 9, leaflet: 22 });
  });
  return (
    <g>
      <path d="M120 182c-4-26 4-40-1-70" fill="none" stroke="#8b7355" strokeWidth="6" strokeLinecap="round" />
      {twigs.map((twig, index) => (
        <g key={branches[index]}>
          <path d={twig.stem} fill="none" stroke="#8b7355" strokeWidth="2" />
          <path d={twig.leaflets} fill={['#7d946f', '#93a883', '#a6b897'][index % 3]} />
        </g>
      ))}
      {[
        [98, 92],
        [142, 84],
        [126, 62],
        [108, 58],
        [154, 100],
      ].map(([x, y]) => (
        <ellipse key={x} cx={x} cy={y} rx="3.2" ry="4.2" fill="#4c4a3a" />
      ))}
    </g>
  );
}

function CactusColumn({ x, width, top, base = 184 }: { x: number; width: number; top: number; base?: number }) {
  const ribs = [0.2, 0.38, 0.62, 0.8];
  return (
    <g>
      <path
        d={`M${x - width / 2} ${base}V${top + width / 2}a${width / 2} ${width / 2} 0 0 1 ${width} 0V${base}Z`}
        fill="#4b9467"
      />
      <path
        d={`M${x + width * 0.18} ${base}V${top + 4}a${width / 2} ${width / 2} 0 0 1 ${width * 0.32} ${width / 2 - 4}V${base}Z`}
        fill="#2f7350"
        opacity=".65"
      />
      {ribs.map((rib) => (
        <path
          key={rib}
          d={`M${x - width / 2 + rib * width} ${base}V${top + width * 0.22}`}
          stroke="#cfe8cf"
          strokeOpacity=".7"
          strokeWidth="1.4"
          strokeDasharray="1.4 5.6"
          strokeLinecap="round"
        />
      ))}
    </g>
  );
}

export function Cactus() {
  return (
    <g>
      <CactusColumn x={96} width={26} top={118} />
      <CactusColumn x={146} width={24} top={134} />
      <CactusColumn x={121} width={38} top={78} />
      {[-44, -15, 15, 44].map((turn) => (
        <path
          key={turn}
          d={pointedLeaf({ x: 121, y: 82 }, degrees(turn - 90), 18, 0.24)}
          fill={Math.abs(turn) > 20 ? '#e98aa5' : '#f2a9bd'}
        />
      ))}
      <circle cx="121" cy="78" r="3.4" fill="#f6d36b" />
    </g>
  );
}
