// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blockNodes,
  codeOf,
  createGrowingBlocks,
  type MarkdownBlock,
  markdownBlocks,
  plainText,
} from './render-markdown.ts';

function blockHtml(block: MarkdownBlock): string {
  const holder = document.createElement('div');
  holder.append(blockNodes(block));
  return holder.innerHTML;
}

const html = (text: string, unfinished = false) => markdownBlocks(text, unfinished).map(blockHtml).join('');

test.each([
  ['a paragraph', 'Hello **you**', '<p>Hello <strong>you</strong></p>'],
  ['lines', 'one\ntwo', '<p>one<br>two</p>'],
  ['a list', '1. one\n2. two', '<ol>\n<li>one</li>\n<li>two</li>\n</ol>'],
  ['a later list', '3. three', '<ol start="3">\n<li>three</li>\n</ol>'],
  ['code', 'run `a < b`', '<p>run <code>a &lt; b</code></p>'],
  [
    'code whose lines end between its words',
    '`npm i --save-dev </a>`',
    '<p><code>npm i <span>--s</span>ave<span>-d</span>ev &lt;<span>/a</span>&gt;</code></p>',
  ],
  ['a heading, below those of the page', '# Returns', '<h3>Returns</h3>'],
  ['a picture, as its description', '![a fern](https://evil.example/x.png)', '<p>a fern</p>'],
  ['a to-do list', '- [x] watered', '<ul>\n<li>☑ watered</li>\n</ul>'],
])('%s', (_name, text, expected) => {
  expect(html(text).trim()).toBe(expected);
});

test('links open elsewhere, know nothing of this page and say where they go', () => {
  const holder = document.createElement('div');
  holder.innerHTML = html(
    '[orders](https://shop.example/o?a=1&b="2") and https://shop.example and [us](mailto:a@b.example)',
  );
  const links = [...holder.querySelectorAll('a')];
  expect(links).toHaveLength(3);
  // A tab for a letter would stay empty.
  expect(links.pop()?.target).toBe('');
  for (const link of links) {
    expect(link.target).toBe('_blank');
    expect(link.rel).toBe('noopener noreferrer nofollow');
    expect(link.title).toBe(link.getAttribute('href'));
  }
});

test.each([
  ['[orders](https://shop.example/o)', 'orders (shop.example)'],
  ['[Shop.Example](https://shop.example)', 'Shop.Example'],
  ['[**shop.example**/orders](https://shop.example/orders)', 'shop.example/orders'],
  ['https://shop.example/o', 'https://shop.example/o'],
  ['[my-bank.example](https://evil.example)', 'my-bank.example (evil.example)'],
  ['[shop.example](https://shop.example@evil.example)', 'shop.example (evil.example)'],
  ['[pаypal.example](https://pаypal.example)', 'pаypal.example (xn--pypal-4ve.example)'],
  ['[pal.example](https://al.example)', 'pal.example (al.example)'],
  ['[bank.example/evil.example](https://evil.example)', 'bank.example/evil.example (evil.example)'],
  ['[evil.example.bank.example](https://evil.example)', 'evil.example.bank.example (evil.example)'],
  ['[evil.example at bank.example](https://evil.example)', 'evil.example at bank.example (evil.example)'],
  ['[evil.example/\nbank.example](https://evil.example)', 'evil.example/bank.example (evil.example)'],
  ['[evil.example/&nbsp;bank.example](https://evil.example)', 'evil.example/ bank.example (evil.example)'],
  ['[evil.example/&#8238;knab](https://evil.example)', 'evil.example/\u202eknab (evil.example)'],
  ['[evil.example/&ZeroWidthSpace;](https://evil.example)', 'evil.example/\u200b (evil.example)'],
  ['https://bank.example@evil.example', 'https://bank.example@evil.example (evil.example)'],
  ['[evil.example:x@bank.example](https://evil.example)', 'evil.example:x@bank.example (evil.example)'],
  ['[shop.example](https://shop.example:8443)', 'shop.example (shop.example:8443)'],
  ['[Shop.example:8443/o](https://shop.example:8443/o)', 'Shop.example:8443/o'],
  ['[shop.example](https://www.shop.example)', 'shop.example (www.shop.example)'],
  ['www.shop.example/o?a=1&copy=2', 'www.shop.example/o?a=1&copy=2'],
  ['https://shop.example/größe', 'https://shop.example/größe'],
  ['https://shop.example.', 'https://shop.example.'],
  ['[shop.example](https://shop.example.)', 'shop.example (shop.example.)'],
  ['[A@b.example](mailto:a@b.example?subject=hello)', 'A@b.example'],
  ['[a@b.example.org](mailto:a@b.example)', 'a@b.example.org (a@b.example)'],
  ['[a@b.example](mailto:?to=c@d.example)', 'a@b.example (?to=c@d.example)'],
  ['[0900 112](tel:112)', '0900 112 (112)'],
  ['[us](mailto:a@b.example?subject=hello)', 'us (a@b.example)'],
  ['[call](tel:+4712345678)', 'call (+4712345678)'],
  ['[+47 12 34 56 78](tel:+4712345678)', '+47 12 34 56 78'],
  ['[+47 12 34 56 78](tel:+4799999999)', '+47 12 34 56 78 (+4799999999)'],
  ['[x](mailto:%3Cimg%20src=x%20onerror=alert(1)%3E)', 'x (<img src=x onerror=alert(1)>)'],
])('%j says where it goes: %j', (text, read) => {
  expect(plainText(text)).toBe(read);
});

test('code is copied as it was written, without what is around it', () => {
  const [words, code] = markdownBlocks('Run:\n\n```sh\nnpm start  # <b>\n\ttab\n```');
  expect(words && codeOf(words)).toBeNull();
  expect(code && codeOf(code)).toBe('npm start  # <b>\n\ttab');
});

/** All that could run, load or leave: anything but the allowed elements with the allowed attributes. */
function dangers(text: string): string[] {
  const holder = document.createElement('div');
  holder.innerHTML = html(text) + html(text, true);
  const found: string[] = [];
  for (const node of holder.querySelectorAll('*')) {
    if (
      !/^(P|BR|HR|STRONG|EM|DEL|SMALL|CODE|SPAN|PRE|BLOCKQUOTE|A|UL|OL|LI|H[3-6]|TABLE|THEAD|TBODY|TR|TH|TD)$/.test(
        node.tagName,
      )
    ) {
      found.push(node.tagName);
    }
    for (const { name, value } of node.attributes) {
      if (!['href', 'title', 'target', 'rel', 'start', 'dir'].includes(name)) found.push(`${name}=${value}`);
      if (name === 'href' && !/^(https?:\/\/|mailto:|tel:)/i.test(value)) found.push(`${name}=${value}`);
    }
  }
  return found;
}

describe('hostile text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox(1))',
    '[x](//evil.example)',
    '[x](/admin)',
    '[x](https://ok.example" onmouseover="alert(1))',
    '[x](https://ok.example "t" onmouseover="alert(1)")',
    '[x](https://ok.example \'t" onfocus=alert(1) autofocus="\')',
    '![x](javascript:alert(1))',
    '![x" onerror="alert(1)](x)',
    '<javascript:alert(1)>',
    '<https://ok.example/"onmouseover=alert(1)>',
    '`<img src=x onerror=alert(1)>`',
    '```html\n<script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    '| a |\n| - |\n| <img src=x onerror=alert(1)> |',
    '# <img src=x onerror=alert(1)>',
    '> <details open ontoggle=alert(1)>',
    '- <input autofocus onfocus=alert(1)>',
    '<style>*{display:none}</style>',
    '<form action=//evil.example><input name=password></form>',
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    '<base href=//evil.example>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><img src=x onerror=alert(1)></template>',
    '<p id="root" class="fd-chat" style="position:fixed">x</p>',
    '<x-widget is="a" onclick=alert(1)>',
    '[ref]\n\n[ref]: javascript:alert(1)',
    '[ref][1]\n\n[1]: https://ok.example "x\\" onclick=alert(1) y=\\""',
    '<<script>script>alert(1)<</script>/script>',
    '<a href="https://ok.example" target="_self" rel="opener" onclick="alert(1)">x</a>',
    '\u0000<scr\u0000ipt>alert(1)</script>',
  ])('%j', (text) => {
    expect(dangers(text)).toEqual([]);
  });

  const parts = fc.constantFrom(
    ...[
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '[',
      ']',
      '(',
      ')',
      '!',
      '*',
      '**',
      '|',
      '\n',
      '\n\n',
      '# ',
      '- ',
      '&',
      ';',
      '&#x',
      ' ',
    ],
    ...[
      'script',
      'img',
      'svg',
      'a',
      'href=',
      'src=',
      'onerror=',
      'javascript:',
      'https://x.example',
      'style',
      '/',
      '\\',
      '<!--',
      '-->',
    ],
  );

  test('arbitrary compositions', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 25 }), (list) => {
        expect(dangers(list.join(''))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  const unicode = fc.string({ unit: 'binary', maxLength: 12 });
  test('every prefix of any text, as it is shown while it streams', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          unicode,
          fc.array(fc.oneof(parts, unicode), { maxLength: 8 }).map((list) => list.join('')),
        ),
        (text) => {
          for (let end = 1; end <= text.length; end++) expect(dangers(text.slice(0, end))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('is still there to be read', () => {
    expect(plainText('Use <b>bold</b> & <script>alert(1)</script>')).toBe(
      'Use <b>bold</b> & <script>alert(1)</script>',
    );
  });
});

test('what is read only ever grows while the text does', () => {
  const answer =
    'You can **return** it within 30 days:\n\n1. Go to [your orders](https://shop.example/orders)\n2. Print the `label`\n\n- one\n- **two**\n\n| Item | Days |\n| --- | --- |\n| Pots | 30 |\n\n> Quote\n\n## Then\n\nUse `a ** b` and ***both***.';
  const read = (text: string) => plainText(text, true).replace(/[^\p{L}\p{N}]+/gu, '');
  for (let end = 1; end <= answer.length; end++) {
    const before = read(answer.slice(0, end - 1));
    expect(read(answer.slice(0, end)).startsWith(before), JSON.stringify(answer.slice(0, end))).toBe(true);
  }
});

test('no mark is seen while it is written', () => {
  const answer =
    'A *single star*, a _line below_, **bold *and* more**, ***both***, [a link](https://shop.example/_a "Its _title_").';
  for (let end = 1; end <= answer.length; end++) {
    const begun = answer.slice(0, end);
    expect(plainText(begun, true), begun).not.toMatch(/[*_"[\]]/);
  }
  expect(html('**Ready *for', true).trim()).toBe('<p><strong>Ready <em>for</em></strong></p>');
});

test('the blocks of a growing text stay the same but for the last', () => {
  const before = markdownBlocks('One.\n\nTwo **gro', true).map((block) => block.raw);
  const after = markdownBlocks('One.\n\nTwo **grows**.\n\nThree', true).map((block) => block.raw);
  expect(after[0]).toBe(before[0]);
  expect(after).toHaveLength(3);
});

const pieces = fc.constantFrom(
  ...[
    'Water it',
    ' when **the top**',
    ' is `dry`',
    '.',
    ' see [our guide](https://shop.example/g)',
    '\n',
    '\n\n',
    '\r\n',
  ],
  ...[
    '\n\n- one',
    '\n- **two**',
    '\n  more of it',
    '\n\n1. first',
    '\n\n> quoted',
    '\n\n## A heading\n',
    '\n\n---\n\n',
  ],
  ...[
    '\n\n```sh\nnpm start\n',
    '\n```\n',
    '\n\n    indented',
    '\n\n| a | b |\n| - | - |\n| 1 | 2 |',
    '\n| 3 | 4 |',
    '<b>',
  ],
  ...['\n\n[guide]: https://shop.example/g\n\n', ' as in [guide]', '\n===\n', '😀'],
);

test('a growing text is cut as if it were read as a whole each time', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (words) => {
      const growingBlocks = createGrowingBlocks();
      let text = '';
      for (const word of words) {
        text += word;
        expect(growingBlocks(text, true).map(blockHtml)).toEqual(markdownBlocks(text, true).map(blockHtml));
      }
      expect(growingBlocks(text, false).map(blockHtml)).toEqual(markdownBlocks(text).map(blockHtml));
    }),
    { numRuns: 300 },
  );
});

test('a line right below another block is not taken for the first of a text', () => {
  const growingBlocks = createGrowingBlocks();
  let text = '';
  for (const word of ['\n\n    indented', '\n| 3 | 4 |', 'Water it']) {
    text += word;
    expect(growingBlocks(text, true).map(blockHtml)).toEqual(markdownBlocks(text, true).map(blockHtml));
  }
});

test('another text is cut anew', () => {
  const growingBlocks = createGrowingBlocks();
  growingBlocks('One.\n\nTwo.\n\nThree', true);
  expect(growingBlocks('Four.\n\nFive', true).map(({ raw }) => raw.trim())).toEqual(['Four.', 'Five']);
});

test('of a growing text only the last block is read again', () => {
  const growingBlocks = createGrowingBlocks();
  const [first] = growingBlocks('One.\n\nTwo', true);
  const [same, last] = growingBlocks('One.\n\nTwo.', true);
  expect(same?.token).toBe(growingBlocks('One.\n\nTwo.', true)[0]?.token);
  expect(same?.raw).toBe(first?.raw);
  expect(last?.raw).toBe('Two.');
  expect(growingBlocks('One.\n\nTwo.', false)[0]?.token).toBe(same?.token);
});
