import { expect, it } from 'vitest';
import { crawlLimits } from '../limits.ts';
import { readRobots } from './robots-rules.ts';

const mayRead = (text: string, path: string, product = 'FrontdeskBot') =>
  readRobots(text, product).mayRead(new URL(path, 'https://shop.example'));

const simple = `User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot`;

it.each([
  ['foobot', '/', false],
  ['foobot', '/example/page.html', true],
  ['foobot', '/example/allowed.gif', true],
  ['barbot', '/example/page.html', false],
  ['bazbot', '/example/page.html', false],
  ['BarBot', '/example/', true],
  ['quxbot', '/example/', true],
  ['other', '/example/', false],
  ['other', '/a.gif', false],
  ['other', '/a.gif?b', true],
  ['other', '/publications/a', true],
])('RFC 9309, 5.1: %s and %s', (product, path, expected) => {
  expect(mayRead(simple, path, product)).toBe(expected);
});

it('RFC 9309, 5.2: the longest pattern decides, where two are as long the one that allows', () => {
  const robots = 'User-Agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif';
  expect(mayRead(robots, '/example/page/a')).toBe(true);
  expect(mayRead(robots, '/example/page/disallowed.gif')).toBe(false);
  expect(mayRead('User-Agent: *\nDisallow: /a\nAllow: /a', '/a')).toBe(true);
});

it.each([
  ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
  ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar', true],
  ['/foo/bar?baz=https%3A%2F%2Ffoo.bar', '/foo/bar?baz=https://foo.bar', true],
  ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
  ['/foo/bar/%e3%83%84', '/foo/bar/ツ', true],
  ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
  ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html', true],
  ['/path/file-with-a-%2A.html', '/path/file-with-a-b.html', false],
  ['/path/foo-%24', '/path/foo-$', true],
  ['/path/foo-%24', '/path/foo-', false],
  ['/a$b', '/a$b', true],
  ['/100%', '/100%', true],
  ['/two words', '/two%20words', true],
])('RFC 9309, 2.2.2 and 2.2.3: %s and %s, the same: %s', (pattern, path, isSame) => {
  expect(mayRead(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(!isSame);
});

it.each([
  ['/a', '/A', false],
  ['/a', '/ab', true],
  ['/a$', '/a', true],
  ['/a$', '/ab', false],
  ['/a*$', '/ab', true],
  ['/*.pdf$', '/a.pdf.pdf', true],
  ['/*.pdf$', '/a.pdf/b', false],
  ['/a*b*c', '/a-b-b-c', true],
  ['/a*b*c', '/a-c-b', false],
  ['/ab*ba$', '/aba', false],
  ['/a*a*a$', '/aa', false],
  ['*?', '/a?b', true],
  ['/**b', '/ab', true],
  ['a', '/a', false],
])('%s fits %s: %s', (pattern, path, isFit) => {
  expect(mayRead(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(!isFit);
});

it('all groups of a crawler hold, those for all only where it has none', () => {
  const robots = `user-agent : FrontdeskBot/1.0 # us
Disallow: /a # not /b
Disallow:

User-agent: *
Sitemap: https://shop.example/sitemap.xml
User-agent: OtherBot
Disallow: /c
Crawl-delay: 9

User-agent: frontdeskbot\r
Crawl-delay: 2\r
Unknown: /d\rDisallow: /b`;
  const own = readRobots(robots, 'FrontdeskBot');
  expect(['/a', '/b', '/c', '/d'].map((path) => own.mayRead(new URL(path, 'https://shop.example')))).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(own.delayMs).toBe(2_000);
  expect(mayRead(robots, '/c', 'ThirdBot')).toBe(false);
  expect(readRobots(robots, 'ThirdBot').delayMs).toBe(9_000);
});

it.each(['', 'Disallow: /', '<html><p>Not found: /', 'User-agent:\nDisallow: /', 'Crawl-delay: soon'])(
  '%j forbids nothing',
  (text) => {
    expect(readRobots(text, 'FrontdeskBot')).toMatchObject({ delayMs: 0 });
    expect(mayRead(text, '/')).toBe(true);
  },
);

/** As many lines as may be read, each with another number. */
const filled = (line: (index: string) => string) => {
  const lines: string[] = [];
  for (let bytes = 0; bytes < crawlLimits.robotsBytes; bytes += lines.at(-1)?.length ?? 0)
    lines.push(`${line(lines.length.toString(36))}\n`);
  return lines.join('');
};
const long = `/${'a'.repeat(1_990)}`;

it.each([
  ['names and as many rules', filled(() => 'User-agent:*') + filled(() => 'Allow:/')],
  ['names without rules', filled((index) => `User-agent:${index}`)],
  ['plain patterns', `User-agent:*\n${filled((index) => `Allow:/a${index}`)}`],
  ['stars', `User-agent:*\nDisallow:/${'*'.repeat(crawlLimits.robotsBytes)}b`],
  ['stars and letters', `User-agent:*\nDisallow:${'*a'.repeat(crawlLimits.robotsBytes / 2)}`],
  ['patterns with stars', `User-agent:*\n${filled((index) => `Disallow:*aaaa${index}`)}`],
  ['long patterns with stars', `User-agent:*\n${filled((index) => `Disallow:*${'a'.repeat(900)}${index}`)}`],
  ['blanks', `User-agent:*\n${' '.repeat(crawlLimits.robotsBytes)}`],
  ['hex', `User-agent:*\nDisallow:${'%61'.repeat(crawlLimits.robotsBytes / 3)}`],
])('reads and holds against an address within bounds: %s', (_, text) => {
  const began = process.cpuUsage();
  const { mayRead } = readRobots(text, 'FrontdeskBot');
  const read = process.cpuUsage(began);
  mayRead(new URL(long, 'https://shop.example'));
  const all = process.cpuUsage(began);
  expect(read.user).toBeLessThan(1_000_000);
  expect(all.user - read.user).toBeLessThan(250_000);
});

it('many patterns with stars are all obeyed at an address as they are', () => {
  const robots = `User-agent:*\n${filled((index) => `Disallow: /shop/*?filter=${index}$`)}`;
  expect(mayRead(robots, '/shop/lamps?filter=zz')).toBe(false);
  expect(mayRead(robots, '/shop/lamps?filter=none')).toBe(true);
});

it('what takes too long to tell may not be read', () => {
  expect(mayRead(`User-agent:*\n${filled((index) => `Allow:*aaaa${index}`)}`, long)).toBe(false);
});
