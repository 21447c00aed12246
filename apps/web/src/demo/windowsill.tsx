'use client';

// Drawn in the browser, too: the drawing's paths would otherwise be sent a second time, in the page's data.
import { BostonFern, Monstera, SnakePlant } from './plants.tsx';
import { CylinderPot, DippedPot, TerracottaPot } from './pots.tsx';

/** The shop's opening picture: three plants on a sill, in front of an arched window. */
export function Windowsill({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 560 520" aria-hidden="true" className={className}>
      <path d="M96 452V236a184 184 0 0 1 368 0v216z" fill="var(--shop-window)" />
      <clipPath id="window">
        <path d="M96 452V236a184 184 0 0 1 368 0v216z" />
      </clipPath>
      <g clipPath="url(#window)">
        <circle cx="372" cy="164" r="46" fill="var(--shop-sun)" />
        <path d="M60 372c70-58 132-62 206-22s136 14 238-34v160H60z" fill="var(--shop-hill)" />
        <path d="M60 418c92-44 158-30 236-8s140-8 210-40v110H60z" fill="var(--shop-hill-near)" />
      </g>
      <path d="M280 52v400M96 268h368" stroke="var(--shop-frame)" strokeWidth="8" />
      <path
        d="M96 452V236a184 184 0 0 1 368 0v216z"
        fill="none"
        stroke="var(--shop-frame)"
        strokeWidth="12"
        strokeLinejoin="round"
      />
      <rect x="40" y="446" width="480" height="20" rx="5" fill="var(--shop-frame)" />
      <rect x="56" y="466" width="448" height="9" rx="3" fill="var(--shop-sill-shade)" />
      <g transform="translate(118 128) scale(1.32)">
        <Monstera />
        <CylinderPot colour="#f1ece2" shade="#cfc3b0" />
      </g>
      <g transform="translate(22 206) scale(1)">
        <SnakePlant />
        <DippedPot glaze="#e0a94a" drip="#8a5a14" />
      </g>
      <g transform="translate(300 191) scale(1.06)">
        <BostonFern />
        <TerracottaPot />
      </g>
    </svg>
  );
}
