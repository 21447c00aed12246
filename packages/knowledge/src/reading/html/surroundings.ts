import type { Section } from '../../document.ts';
import { SectionBuilder } from '../section-builder.ts';
import type { Element } from './elements.ts';
import { emptyMenus } from './menu-links.ts';
import { PageReader, type Reading } from './page-reader.ts';
import type { PartsAround } from './parts-around.ts';
import { tellingBlocks, tellsFigure, tellsHowToReach } from './telling-blocks.ts';

/**
 * What stands above and below the main part and tells how the company is reached: its address, hours and numbers. Menus, links,
 * slogans and marks of copyright say nothing.
 */
export const readSurroundings = ({ headers, footers }: PartsAround, reading: Reading): Section[] => [
  ...sectionsOf(headers, reading, tellsHowToReach),
  ...sectionsOf(footers, reading, tellsFigure),
];

/** All in one builder, which knows how much a document may say. */
function sectionsOf(parts: readonly Element[], reading: Reading, tells: (text: string) => boolean): Section[] {
  const builder = new SectionBuilder();
  for (const part of parts) {
    emptyMenus(part, reading.isLeftOut);
    new PageReader(builder, reading).read(part);
    builder.leave(1);
  }
  return builder
    .end({ mayBeNone: true })
    .map((section) => ({ ...section, blocks: tellingBlocks(section, tells), fragment: null }))
    .filter(({ blocks }) => blocks.length > 0);
}
