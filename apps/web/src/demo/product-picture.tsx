'use client';

// In the browser, too, for the same reason as windowsill.tsx.
import type { ReactNode } from 'react';
import { BostonFern, Cactus, Monstera, OliveTree, Pothos, SnakePlant } from './plants.tsx';
import { CylinderPot, DippedPot, FootedBowl, TerracottaPot } from './pots.tsx';
import type { ProductId } from './products.ts';

const pictures: Record<ProductId, ReactNode> = {
  'boston-fern': (
    <>
      <BostonFern />
      <TerracottaPot />
    </>
  ),
  monstera: (
    <>
      <g transform="translate(12 18) scale(.9)">
        <Monstera />
      </g>
      <CylinderPot colour="#f1ece2" shade="#cfc3b0" />
    </>
  ),
  'snake-plant': (
    <>
      <SnakePlant />
      <CylinderPot colour="#3f5b78" shade="#263c54" />
    </>
  ),
  pothos: (
    <>
      <FootedBowl />
      <Pothos />
    </>
  ),
  olive: (
    <>
      <OliveTree />
      <TerracottaPot />
    </>
  ),
  cactus: (
    <>
      <Cactus />
      <DippedPot glaze="#e0a94a" drip="#8a5a14" />
    </>
  ),
  terracotta: (
    <>
      <g transform="translate(88 92) scale(.62)">
        <TerracottaPot />
      </g>
      <g transform="translate(-30 -44) scale(1.18)">
        <TerracottaPot />
      </g>
    </>
  ),
  dune: (
    <g transform="translate(-42 -84) scale(1.35)">
      <DippedPot glaze="#6d93a8" drip="#274a60" />
    </g>
  ),
};

/** A product in its pot, on a floor shadow. Decorative: the card names it. */
export function ProductPicture({ id, className }: { id: ProductId; className?: string }) {
  return (
    <svg viewBox="14 22 212 230" aria-hidden="true" className={className}>
      <ellipse cx="120" cy="242" rx="62" ry="6" fill="#000" opacity=".12" />
      {pictures[id]}
    </svg>
  );
}
