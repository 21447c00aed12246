import { attribute, descendants, type Element, isInside, named } from './elements.ts';
import { decoded, resolve } from './links.ts';
import { textOf } from './text-of.ts';

/** What a mark of a note says: "[1]", "2", "[note 3]", "*". */
const markText = /^\[?\s*(?:(?:note|nb|anm\.?|n)\s?)?(?:\d{1,3}|\p{L}|[*†‡§]{1,3})\s*\]?$/iu;

/** Raised marks that lead to a list of notes or sources on the same page: quoted without it they say nothing. */
export function referenceMarks(elements: readonly Element[], page: string | undefined): Element[] {
  const raised = elements.filter((element) => element.tagName === 'sup' && markText.test(textOf(element)));
  if (raised.length === 0) return [];
  const notes = new Set(elements.filter(isNote).map((element) => attribute(element, 'id')));
  return raised.filter((mark) => {
    const { parentNode } = mark;
    const links = parentNode && 'tagName' in parentNode ? [...descendants(mark), parentNode] : [...descendants(mark)];
    const [address = '', id = ''] = attribute(links.find(named('a')), 'href')?.split('#') ?? [];
    return notes.has(decoded(id)) && (address === '' || resolve(address, page) === page?.split('#')[0]);
  });
}

/** An item of a list, or what calls itself a note. */
function isNote(element: Element): boolean {
  const id = attribute(element, 'id');
  if (!id) return false;
  const names = [id, attribute(element, 'class'), attribute(element, 'role')].join(' ');
  return /note|\bfn|cite|reference/i.test(names) || element.tagName === 'li' || isInside(element, named('li'));
}
