import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { crawlLimits, documentLimits } from '../limits.ts';
import { readDocument } from '../reading/read-document.ts';
import { type CrawlFailure, type CrawlOptions, type CrawlProgress, crawlSite } from './crawl-site.ts';

type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A web site on a port of its own; a text is an HTML page. */
async function serve(pages: Record<string, Answer>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const answer = pages[url];
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer);
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, asked };
}

const redirect =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end();
const send =
  (type: string, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type, ...headers }).end(body);
const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end();
const sitemapIndex =
  (...paths: string[]): Answer =>
  ({ headers }, response) =>
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(
        `<?xml version="1.0"?><sitemapindex>${paths.map((path) => `<sitemap><loc>http://${headers.host}${path}</loc></sitemap>`).join('')}</sitemapindex>`,
      );

async function crawl(start: string, options: Partial<CrawlOptions> = {}) {
  const pages: string[] = [];
  const texts: string[] = [];
  const failures: CrawlFailure[] = [];
  const progress: CrawlProgress[] = [];
  const port = Number(new URL(start).port);
  const summary = await crawlSite(start, {
    read: readDocument,
    onPage: ({ url, document }) => {
      pages.push(url.replace(new URL(start).origin, ''));
      texts.push(document.sections.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join(' '));
    },
    onFailure: (failure) => failures.push(failure),
    onProgress: (step) => progress.push(step),
    delayMs: 0,
    allowAddress: (host, asked) => host === '127.0.0.1' && asked === port,
    ...options,
  });
  return {
    summary,
    pages,
    texts,
    progress,
    failures: failures.map(({ url, error }) => [new URL(url).pathname, error.code]),
  };
}

const links = (...to: string[]) => `<p>Text.</p>${to.map((href) => `<a href="${href}">x</a>`).join(' ')}`;

describe('crawlSite', () => {
  it('follows links, each page once, on the same site only', async () => {
    const { origin, asked } = await serve({
      '/': links(
        '/a',
        '/a#part',
        '/a/',
        '/a?utm_source=mail',
        'b',
        'https://elsewhere.example/',
        '/picture.png',
        'mailto:a@b.example',
      ),
      '/a': links('/', '/c', '/gone'),
      '/b': '<link rel="canonical" href="/a"><p>The same.',
      '/c': links('/d'),
      '/d': 'Too deep.',
    });
    const { summary, pages, failures, progress } = await crawl(`${origin}/`, { maxDepth: 2 });
    expect(pages).toEqual(['/', '/a', '/c']);
    expect(failures).toEqual([['/gone', 'gone']]);
    expect(summary).toEqual({ read: 3, failed: 1, isCut: true });
    expect(asked).toEqual(['/robots.txt', '/', '/a', '/b', '/c', '/gone']);
    expect(progress.at(-1)).toEqual({ done: 4, known: 4 });
  });

  it('tells once what stands around all pages', async () => {
    const page = (text: string) => `<main>${text}</main><footer>Tel. 01999 550 214</footer>`;
    const { origin } = await serve({ '/': page('Lamps. <a href="/b">B</a>'), '/b': page('Bulbs.') });
    const { texts } = await crawl(`${origin}/`);
    expect(texts).toEqual(['Lamps. B Tel. 01999 550 214', 'Bulbs.']);
  });

  it('reads an address that names a password without it, and tells it to nobody', async () => {
    const secret = (path: string) => (request: IncomingMessage) => `http://user:secret@${request.headers.host}${path}`;
    const { origin } = await serve({
      '/': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(links(secret('/a')(request), '/a', '/b', '/private', '/gone')),
      '/a': 'A.',
      '/b': (request, response) => response.writeHead(302, { location: secret('/c')(request) }).end(),
      '/c': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<link rel="canonical" href="${secret('/c')(request)}"><p>C.`),
      '/robots.txt': send('text/plain', 'User-agent: *\nDisallow: /hidden'),
      '/private': (request, response) => response.writeHead(302, { location: secret('/hidden')(request) }).end(),
    });
    const errors: string[] = [];
    const { pages, summary } = await crawl(`${origin}/`, {
      onFailure: ({ url, error }) => errors.push(`${url.replace(origin, '')} ${error.code} ${error.message}`),
    });
    expect(pages).toEqual(['/', '/a', '/c']);
    expect(summary.isCut).toBe(false);
    expect(errors.map((error) => error.split(' ', 2).join(' '))).toEqual(['/private robots_refused', '/gone gone']);
    expect(errors.join()).not.toContain('secret');
  });

  it('reads a sitemap in an index without the password in its address', async () => {
    const { origin } = await serve({
      '/sitemap.xml': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/xml' })
          .end(
            `<sitemapindex>${['/one.xml', '/two.xml'].map((path) => `<sitemap><loc>http://user:secret@${request.headers.host}${path}</loc></sitemap>`).join('')}</sitemapindex>`,
          ),
      '/one.xml': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(`<urlset><url><loc>http://user:secret@${request.headers.host}/a</loc></url></urlset>`),
      '/a': 'A.',
    });
    const urls: string[] = [];
    const { pages, summary } = await crawl(`${origin}/sitemap.xml`, { onFailure: ({ url }) => urls.push(url) });
    expect(pages).toEqual(['/a']);
    expect(summary.isCut).toBe(false);
    expect(urls).toEqual([`${origin}/two.xml`]);
  });

  it.each<[string, Record<string, Answer>, string[]]>([
    [
      'the start redirects to',
      { '/': redirect('/en'), '/en': `<link rel="canonical" href="/">${links('/a')}`, '/a': 'A.' },
      ['/', '/a'],
    ],
    [
      'a page that is linked redirects to',
      { '/': links('/a', '/b'), '/a': redirect('/b'), '/b': '<link rel="canonical" href="/a"><p>B.' },
      ['/', '/a'],
    ],
    [
      'a page that is linked later redirects to',
      { '/': links('/b', '/a'), '/a': redirect('/b'), '/b': '<link rel="canonical" href="/a"><p>B.' },
      ['/', '/a'],
    ],
    [
      'a page names that itself names',
      {
        '/': links('/a', '/b'),
        '/a': '<link rel="canonical" href="/b"><p>A.',
        '/b': '<link rel="canonical" href="/a"><p>B.',
      },
      ['/', '/a'],
    ],
    [
      'two pages redirect to',
      { '/': links('/a', '/b', '/c'), '/a': redirect('/c'), '/b': redirect('/c'), '/c': 'C.' },
      ['/', '/c'],
    ],
  ])('reads once what %s', async (_, site, expected) => {
    const { origin } = await serve(site);
    const { pages, summary } = await crawl(`${origin}/`);
    expect(pages).toEqual(expected);
    expect(summary).toEqual({ read: expected.length, failed: 0, isCut: false });
  });

  it('stops at its number of pages, however many there are', async () => {
    const endless = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`/${index}`, links(`/${index + 1}`, `/${index + 2}`)]),
    );
    const { origin, asked } = await serve(endless);
    const { summary } = await crawl(`${origin}/0`, { maxPages: 4 });
    expect(summary).toEqual({ read: 4, failed: 0, isCut: true });
    expect(asked).toHaveLength(5);
  });

  it('reads what a sitemap lists, through an index, packed and not', async () => {
    const { origin } = await serve({});
    const xml = (...locations: string[]) =>
      `<urlset>${locations.map((at) => `<url><loc>${at}</loc></url>`).join('')}</urlset>`;
    const site = await serve({
      '/sitemap.xml': sitemapIndex('/one.xml', '/two.xml.gz', '/gone.xml'),
      '/one.xml': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(xml(`http://${request.headers.host}/a?x=1&amp;y=2`, `${origin}/other`)),
      '/two.xml.gz': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/gzip' })
          .end(gzipSync(xml(`http://${request.headers.host}/b`))),
      '/a?x=1&y=2': links('/unlisted'),
      '/b': 'B.',
    });
    const { pages, failures, summary } = await crawl(`${site.origin}/sitemap.xml`);
    expect(pages).toEqual(['/a?x=1&y=2', '/b']);
    expect(failures).toEqual([['/gone.xml', 'gone']]);
    expect(summary.isCut).toBe(false);
  });

  it('may have missed what lies too deep, but for what it knows and would not read', async () => {
    const site = { '/': links('/a'), '/a': links('/', '/a', '/picture.png', 'https://elsewhere.example/') };
    const { origin } = await serve(site);
    expect((await crawl(`${origin}/`, { maxDepth: 1 })).summary.isCut).toBe(false);
    const other = await serve({ ...site, '/a': links('/b') });
    expect((await crawl(`${other.origin}/`, { maxDepth: 1 })).summary.isCut).toBe(true);
  });

  it.each<[boolean, string, Record<string, Answer>]>([
    [false, 'page that is gone', {}],
    [false, 'page that leads away', { '/hub': redirect('https://elsewhere.example/') }],
    [true, 'page that fails', { '/hub': status(500) }],
    [false, 'sitemap that is gone', { '/sitemap.xml': sitemapIndex('/one.xml', '/two.xml') }],
    [true, 'sitemap that fails', { '/sitemap.xml': sitemapIndex('/one.xml', '/two.xml'), '/two.xml': status(500) }],
    [
      true,
      'sitemap that is a page',
      { '/sitemap.xml': sitemapIndex('/one.xml', '/two.xml'), '/two.xml': 'Back soon.' },
    ],
    [
      true,
      'sitemap too many',
      { '/sitemap.xml': sitemapIndex('/one.xml', ...Array.from({ length: 20 }, (_, index) => `/${index}.xml`)) },
    ],
  ])('tells whether it may have missed pages: %s with a %s', async (isCut, _, pages) => {
    const { origin } = await serve({
      '/': links('/hub'),
      '/one.xml': (request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(`<urlset><url><loc>http://${request.headers.host}/</loc></url></urlset>`),
      ...pages,
    });
    const { summary } = await crawl(`${origin}${'/sitemap.xml' in pages ? '/sitemap.xml' : '/'}`);
    expect(summary).toMatchObject({ read: 1, isCut });
  });

  it('obeys robots.txt and the pages themselves', async () => {
    const { origin } = await serve({
      '/robots.txt': send('text/plain', 'User-agent: FrontdeskBot\nDisallow: /private\n\nUser-agent: *\nDisallow: /'),
      '/': links('/private/a', '/hidden', '/still', '/open', '/slip', '/seen'),
      '/private/a': 'No.',
      '/hidden': '<meta name="robots" content="noindex"><p>No.',
      '/still': send('text/html', 'No.', { 'x-robots-tag': 'noindex' }),
      '/slip': redirect('/private/a'),
      '/open': '<meta name=robots content="index, follow, max-image-preview:none"><p>Yes.',
      '/seen': (_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html', 'x-robots-tag': ['OtherBot: noindex', 'nofollow'] })
          .end('Yes.'),
    });
    const { pages, failures } = await crawl(`${origin}/`);
    expect(pages).toEqual(['/', '/open', '/seen']);
    expect(failures).toEqual(['/private/a', '/hidden', '/still', '/slip'].map((path) => [path, 'robots_refused']));
  });

  it('follows the links of pages that it does not keep, unless they ask not to', async () => {
    const quiet = (name: string, to: string) => `<meta name="robots" content="${name}">${links(to)}`;
    const { origin } = await serve({
      '/': `<main><img src="a.png"></main><nav>${links('/blog', '/list', '/none', '/still').slice('<p>Text.</p>'.length)}</nav>`,
      '/blog': quiet('noindex, follow', '/blog/post'),
      '/blog/post': 'Post.',
      '/list': links('/list/2', '/none/listed'),
      '/list/2': `<link rel="canonical" href="/list">${links('/deep')}`,
      '/deep': 'Deep.',
      '/none': quiet('none', '/hidden'),
      '/none/listed': send('text/html', links('/hidden'), { 'x-robots-tag': 'nofollow' }),
      '/still': send('text/html', links('/list/3'), { 'x-robots-tag': 'noindex' }),
      '/list/3': 'Three.',
      '/hidden': 'No.',
    });
    const { pages, failures, summary } = await crawl(`${origin}/`);
    expect(pages).toEqual(['/list', '/blog/post', '/none/listed', '/list/3', '/deep']);
    expect(failures).toEqual([
      ['/', 'no_text'],
      ['/blog', 'robots_refused'],
      ['/none', 'robots_refused'],
      ['/still', 'robots_refused'],
    ]);
    expect(summary).toEqual({ read: 5, failed: 4, isCut: false });
  });

  it.each([
    ['whose address is the list’s', '<link rel="canonical" href="/bikes">', 0],
    ['that ask not to be kept', '<meta name="robots" content="noindex, follow">', 4],
  ])('combines no filters of a list on pages %s, and turns its pages', async (_, head, failed) => {
    const filters = ['/bikes?color=1', '/bikes?color=2', '/bikes?size=m'];
    const { origin, asked } = await serve({
      '/': links('/bikes'),
      '/bikes': links('/bikes/tour', '/bikes?page=2', ...filters),
      '/bikes/tour': 'Tour.',
      ...Object.fromEntries(filters.map((path) => [path, head + links(`${path}&sort=1`, ...filters)])),
      '/bikes?page=2': head + links('/bikes', '/bikes/city', '/bikes?page=3', '/bikes?color=1&page=2'),
      '/bikes/city': 'City.',
      '/bikes?page=3': links('/bikes/kids'),
      '/bikes/kids': 'Kids.',
    });
    const { pages, summary } = await crawl(`${origin}/`);
    expect(pages).toEqual(['/', '/bikes', '/bikes/tour', '/bikes/city', '/bikes?page=3', '/bikes/kids']);
    expect(asked).toHaveLength(11);
    expect(summary).toEqual({ read: 6, failed, isCut: false });
  });

  it.each<[string, Record<string, Answer>]>([
    ['leads nowhere', { '/': '<nav>Menu</nav>' }],
    ['leads to nothing that can be read', { '/': '<nav><a href="/a">A</a></nav>', '/a': '<nav>Menu</nav>' }],
  ])('fails where a start without text %s', async (_, site) => {
    const { origin } = await serve(site);
    await expect(crawl(`${origin}/`)).rejects.toMatchObject({ code: 'no_text' });
  });

  it('holds an address with empty parts in its path against robots.txt as it is', async () => {
    const { origin } = await serve({
      '/robots.txt': send('text/plain', 'User-agent: *\nDisallow: //private'),
      '/': links('.//', './/about', './/private/a'),
      '//': 'Empty.',
      '//about': 'About.',
    });
    const { pages, failures } = await crawl(`${origin}/`);
    expect(pages).toEqual(['/', '//', '//about']);
    expect(failures).toEqual([['//private/a', 'robots_refused']]);
  });

  it('leaves others their turns while robots.txt refuses one page after the other', async () => {
    const { origin } = await serve({
      '/robots.txt': send('text/plain', 'User-agent: *\nDisallow: /private'),
      '/': links(...Array.from({ length: 50 }, (_, index) => `/private/${index}`)),
    });
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const turnsAt: number[] = [];
    await crawl(`${origin}/`, {
      onFailure: () => {
        turnsAt.push(turns);
        for (const end = performance.now() + 2; performance.now() < end; );
      },
    });
    clearInterval(counting);
    expect(new Set(turnsAt).size).toBeGreaterThan(10);
  });

  it.each<[string, Answer, string]>([
    ['forbids all', send('text/plain', 'User-agent: *\nDisallow: /'), 'robots_refused'],
    ['fails', status(500), 'unreachable'],
    ['is refused for now', status(429), 'unreachable'],
  ])('reads nothing when robots.txt %s', async (_, robots, code) => {
    const { origin, asked } = await serve({ '/robots.txt': robots, '/': 'Text.' });
    await expect(crawl(`${origin}/`)).rejects.toMatchObject({ code });
    expect(asked).toEqual(['/robots.txt']);
  });

  it('obeys the lines of a long robots.txt that are within its limit, whatever its letters are', async () => {
    const start = Buffer.from('# Caf\u00e9\nUser-agent: *\nDisallow: /private\n', 'latin1');
    const filling = Buffer.alloc(crawlLimits.robotsBytes - start.length - '\nDisallow: /op'.length, '#');
    const { origin } = await serve({
      '/robots.txt': send('text/plain', Buffer.concat([start, filling, Buffer.from('\nDisallow: /open/no\n')])),
      '/': links('/private/a', '/open'),
      '/open': 'Yes.',
    });
    const { pages, failures } = await crawl(`${origin}/`);
    expect(pages).toEqual(['/', '/open']);
    expect(failures).toEqual([['/private/a', 'robots_refused']]);
  });

  it('waits between requests, as long as robots.txt wants', async () => {
    const times: number[] = [];
    const page =
      (body: string): Answer =>
      (_, response) => {
        times.push(performance.now());
        response.writeHead(200, { 'content-type': 'text/html' }).end(body);
      };
    const { origin } = await serve({
      '/robots.txt': send('text/plain', 'User-agent: *\nCrawl-delay: 0.4'),
      '/': page(links('/a')),
      '/a': page('A.'),
    });
    await crawl(`${origin}/`, { delayMs: 50 });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(350);
  });

  it('tries once more when the server asks to wait', async () => {
    let times = 0;
    const { origin } = await serve({
      '/': (_, response) => {
        times += 1;
        if (times === 1) response.writeHead(503, { 'retry-after': '0' }).end();
        else response.writeHead(200, { 'content-type': 'text/html' }).end('Back.');
      },
    });
    expect((await crawl(`${origin}/`)).texts).toEqual(['Back.']);
  });

  it('decodes and unpacks, and knows text and Markdown', async () => {
    const { origin } = await serve({
      '/': send(
        'text/html; charset=windows-1252',
        Buffer.from(links('/packed', '/text', '/md').replace('Text', 'Caf\u00e9'), 'latin1'),
      ),
      '/packed': send('text/html', gzipSync('<p>Packed.'), { 'content-encoding': 'gzip' }),
      '/text': send('text/plain', 'Plain.'),
      '/md': send('text/markdown', '*Marked.*'),
    });
    expect((await crawl(`${origin}/`)).texts).toEqual(['Café. x x x', 'Packed.', 'Plain.', 'Marked.']);
  });

  it('bounds what a page may send', async () => {
    const large = documentLimits.bytes.html + 1;
    const { origin } = await serve({
      '/': links('/announced', '/streamed', '/bomb', '/binary', '/cut'),
      '/announced': send('text/html', Buffer.alloc(large, 'a')),
      '/streamed': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(Buffer.alloc(large, 'a'));
        response.end('a');
      },
      '/bomb': send('text/html', gzipSync(Buffer.alloc(large, 'a')), { 'content-encoding': 'gzip' }),
      '/binary': send('application/octet-stream', 'x'),
      '/cut': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100' });
        response.write('half');
        setTimeout(() => response.destroy(), 20);
      },
    });
    expect((await crawl(`${origin}/`)).failures).toEqual([
      ['/announced', 'too_large'],
      ['/streamed', 'too_large'],
      ['/bomb', 'too_large'],
      ['/binary', 'unsupported_type'],
      ['/cut', 'unreachable'],
    ]);
  });

  it('follows no redirect to what is too long for an address', async () => {
    const { origin, asked } = await serve({ '/': links('/a'), '/a': redirect(`/${'a'.repeat(3_000)}`) });
    const { failures, summary } = await crawl(`${origin}/`);
    expect(failures).toEqual([['/a', 'redirected_away']]);
    expect(summary.isCut).toBe(false);
    expect(asked).toEqual(['/robots.txt', '/', '/a']);
  });

  it('gives up on a server that does not answer', async () => {
    const { origin } = await serve({ '/robots.txt': () => {} });
    await expect(crawl(`${origin}/`, { requestMs: 200 })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('stops when it is told to', async () => {
    const stopping = new AbortController();
    const { origin, asked } = await serve({ '/': links('/a', '/b'), '/a': 'A.', '/b': 'B.' });
    const crawling = crawl(`${origin}/`, { signal: stopping.signal, onPage: () => stopping.abort() });
    await expect(crawling).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual(['/robots.txt', '/']);
  });

  it.each(['nonsense', 'ftp://shop.example/', 'file:///etc/passwd', 'https://user:password@shop.example/'])(
    'refuses %s',
    async (start) => {
      await expect(crawlSite(start, { read: readDocument, onPage: () => {} })).rejects.toMatchObject({
        code: 'bad_address',
      });
    },
  );
});

describe('private addresses', () => {
  it('are refused as they are written', async () => {
    const { port, asked } = await serve({ '/': 'Secret.' });
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '0',
      'localhost',
      '169.254.169.254',
    ]) {
      const crawling = crawl(`http://${host}:${port}/`, { allowAddress: () => false });
      await expect(crawling, host).rejects.toMatchObject({ code: 'private_address' });
    }
    expect(asked).toEqual([]);
  });

  it('are refused after a redirect, of a page and of robots.txt', async () => {
    const secret = await serve({ '/': 'Secret.', '/robots.txt': 'Secret.' });
    const site = await serve({
      '/': links('/away', '/loop'),
      '/away': redirect(`${secret.origin}/`),
      '/loop': redirect('/loop'),
    });
    expect((await crawl(`${site.origin}/`)).failures).toEqual([
      ['/away', 'redirected_away'],
      ['/loop', 'redirected_away'],
    ]);
    const robots = await serve({ '/robots.txt': redirect(`${secret.origin}/robots.txt`), '/': 'Text.' });
    await expect(crawl(`${robots.origin}/`)).rejects.toMatchObject({ code: 'private_address' });
    expect(secret.asked).toEqual([]);
  });

  it('are refused when a name resolves to one, at any time', async () => {
    const { port, asked } = await serve({ '/': 'Secret.', '/robots.txt': '' });
    let times = 0;
    // Public when it is asked first, as one would check it; private when the connection is made.
    const rebinding = ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
      times += 1;
      done(null, [{ address: times === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
    }) as unknown as typeof lookup;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const crawling = crawl(`http://shop.example:${port}/`, { resolve: rebinding, allowAddress: () => false });
      await expect(crawling).rejects.toMatchObject({ code: 'private_address' });
    }
    expect(times).toBe(2);
    expect(asked).toEqual([]);
  });
});
