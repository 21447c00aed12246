/** What stands before a colon and has a value after it; any other name there is that of a crawler. */
const valued = new Set(['max-snippet', 'max-image-preview', 'max-video-preview', 'unavailable_after']);

/**
 * What a robots meta tag or an `X-Robots-Tag` header asks of every crawler, or of `product` by its name. `none` is short
 * for `noindex` and `nofollow`.
 */
export function robotsDirectives(value: string, product = ''): Set<string> {
  const directives = new Set<string>();
  let isForUs = true;
  for (const part of value.toLowerCase().split(',')) {
    const [, name, rest] = /^\s*([^\s:]+)\s*:(.*)$/.exec(part) ?? [];
    if (name !== undefined && valued.has(name)) continue;
    // A name holds for what follows it, up to the next one.
    if (name !== undefined) isForUs = name === '*' || name === product.toLowerCase();
    if (isForUs) for (const word of (rest ?? part).trim().split(/\s+/)) directives.add(word);
  }
  if (directives.has('none')) directives.add('noindex').add('nofollow');
  return directives;
}
