import { consistsOf, oneOf, pattern } from './pattern.ts';

const around = 'and, but, come on, erm, i, oh, ok, okay, please, pls, so, sorry, well, you';
const empty = String.raw`
  huh+, eh, hm+, uh+, pardon(?: me)?, (?:i )?beg (?:your )?pardon, what, come again, say (?:it |that )?again, meaning,
  (?:please |pls )?explain(?: it| that| this| yourself)?, what do you mean, (?:don't|dont|do not) (?:understand|get it|follow), lol, haha\w*`;
const [isEmpty, isOnly] = [pattern`\b${oneOf(empty)}\b`, consistsOf(empty, around)];

/** Pure: whether a message, in lower case, has no word that anything could be looked up by: "huh?", "please explain", "????". */
export function saysNoWord(said: string): boolean {
  const words = said
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return words === '' || (isEmpty.test(words) && isOnly.test(words));
}
