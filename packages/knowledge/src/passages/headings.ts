import { denies } from './denying-words.ts';

/** Headings as they are said before what stands under them. */
export const announcementOf = (titles: readonly string[]): string =>
  titles.map((title) => (title.endsWith('?') ? title : `${title.replace(/[.:;,!]+$/, '')}:`)).join(' ');

/** The first of the headings that denies. The outermost is the page's, over all that is on it: "No Limits Gym". */
export const denyingTitle = (titles: readonly string[]): number =>
  titles.findIndex((title, index) => denies(title) && (index > 0 || titles.length === 1));

/** Whether what stands under the headings is said with them: one denies it, or the last ends like an announcement. */
export const announces = (titles: readonly string[]): boolean =>
  denyingTitle(titles) >= 0 || (titles.at(-1)?.endsWith(':') ?? false);

/** Whether a text tells itself what it stands under: no part of a word does. */
export function saysTitle(text: string, title = ''): boolean {
  const at = text.toLowerCase().indexOf(title.toLowerCase());
  const isLetter = (place: number) => /\p{L}/u.test(text[place] ?? '');
  return at >= 0 && !isLetter(at - 1) && !isLetter(at + title.length);
}
