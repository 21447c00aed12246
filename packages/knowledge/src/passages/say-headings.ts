import type { Block, Section } from '../document.ts';
import { announcementOf, announces, saysTitle } from './headings.ts';
import { tellsHours } from './opening-hours.ts';

const longestHeading = 80;
const time = '\\d{1,2}(?:[.:h]\\d\\d)?\\s?(?:am|pm|uhr|h)?';
const beginsWithTime = new RegExp(`^${time}(?:\\s?[-–]\\s?${time})?: `, 'i');

/** Sections that have blocks of one shape: how many titles they all begin with, and whether others differ. */
interface SharedShape {
  titles: readonly string[];
  differ: boolean;
}

/**
 * Puts what tells sections apart before rows and items that look alike in several: "School holidays: Day: Tuesday; Open: 10–16"
 * where "Term time" has such rows, too. Quoted alone each would be taken for the other.
 */
export function sayHeadings(sections: readonly Section[]): Section[] {
  const shapes = new Map<string, SharedShape>();
  for (const { titles, blocks } of sections) {
    for (const shape of new Set(blocks.map(shapeOf))) {
      const known = shapes.get(shape);
      if (!known) shapes.set(shape, { titles, differ: false });
      else shapes.set(shape, shared(known, titles));
    }
  }
  return sections.map((section) => {
    // Then it is said with each of them anyway.
    if (announces(section.titles)) return section;
    const say = (block: Block) => withHeading(block, section.titles, shapes.get(shapeOf(block)));
    return { ...section, blocks: section.blocks.map(say) };
  });
}

function shared(known: SharedShape, titles: readonly string[]): SharedShape {
  const same = known.titles.findIndex((title, index) => title !== titles[index]);
  const common = same < 0 ? known.titles : known.titles.slice(0, same);
  return { titles: common, differ: known.differ || same >= 0 || titles.length > known.titles.length };
}

function withHeading(block: Block, titles: readonly string[], shape: SharedShape | undefined): Block {
  if (!shape?.differ || shapeOf(block) === '') return block;
  const heading = announcementOf(titles.slice(shape.titles.length).slice(-2));
  const isSaid = heading === '' || saysTitle(block.text, titles.at(-1));
  return isSaid || heading.length > longestHeading ? block : { ...block, text: `${heading} ${block.text}` };
}

/** What is alike in blocks that tell the same of different things; empty where that is nothing. */
function shapeOf({ kind, text }: Block): string {
  if (tellsHours(text) && (kind !== 'paragraph' || text.length <= 200)) return 'hours';
  if (kind === 'paragraph') return '';
  // "9:30: Canoe tour" of one day and "16:00: Cinema" of another.
  if (beginsWithTime.test(text)) return 'time';
  const name = /^[^:;]{1,40}(?=: )/.exec(text)?.[0];
  if (name !== undefined) return `name ${name}`;
  // "Adults €5" and "Adults €7".
  return kind === 'item' && text.length <= 100 && /\d/.test(text) ? text.replace(/\d[\d.,]*/g, '#') : '';
}
