import { describe, expect, it } from 'vitest';
import { robotsDirectives } from './robots-directives.ts';

describe('robotsDirectives', () => {
  it.each<[string, boolean, boolean]>([
    ['', false, false],
    ['NOINDEX', true, false],
    ['index, nofollow', false, true],
    ['noindex nofollow', true, true],
    ['none', true, true],
    ['index, follow, max-image-preview:none', false, false],
    ['index, max-image-preview: none, noindex', true, false],
    ['unavailable_after: 25 Jun 2030 15:00:00 PST, nofollow', false, true],
    ['OtherBot: noindex, nofollow', false, false],
    ['FrontdeskBot: noindex', true, false],
    ['*: noindex', true, false],
    ['nofollow, OtherBot: noindex', false, true],
    ['OtherBot: nofollow, FrontdeskBot: noindex, max-snippet: 20', true, false],
    ['noindexing, nonesuch', false, false],
  ])('reads %j', (value, noindex, nofollow) => {
    const directives = robotsDirectives(value, 'FrontdeskBot');
    expect([directives.has('noindex'), directives.has('nofollow')]).toEqual([noindex, nofollow]);
  });
});
