import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..');
const classNames = /className=(?:"([^"]*)"|\{`([^`]*)`)/g;
const scrolls = /(?:^|\s)(?:[\w:]+:)?overflow-(?:[xy]-)?(?:auto|scroll)(?=\s|$)/;
const isPositioned = /(?:^|\s)(?:[\w:]+:)?(?:relative|absolute|fixed|sticky)(?=\s|$)/;
/** Modal dialogs are fixed by the browser. */
const dialogs = ['inbox/context/context-drawer.tsx'];

// What only a screen reader says is placed absolutely: in a scroller that is not positioned, it lengthens the page instead.
test('what scrolls is positioned, so that texts for screen readers scroll with it', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const loose = files
    .filter((name) => !dialogs.includes(name.replaceAll('\\', '/')))
    .flatMap((name) =>
      [...readFileSync(join(source, name), 'utf8').matchAll(classNames)]
        .map(([, quoted, template]) => quoted ?? template ?? '')
        .filter((classes) => scrolls.test(classes) && !isPositioned.test(classes))
        .map((classes) => `${name}: ${classes}`),
    );
  expect(files.length).toBeGreaterThan(100);
  expect(loose).toEqual([]);
});
