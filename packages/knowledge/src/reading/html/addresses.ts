import { attribute, type Element, named, nodesOf, ownText, textNode } from './elements.ts';
import { isUnseen } from './left-out.ts';
import { decoded } from './links.ts';
import { textOf } from './text-of.ts';

const eMail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phone = /^(?:[^\d@]*\d){3}[^@]*$/;

/** Says the e-mail addresses and numbers that a page holds but does not show: those that a script spells, and where links lead. */
export function sayAddresses(elements: readonly Element[]): void {
  for (const element of elements) {
    const address = unscrambled(attribute(element, 'data-cfemail'));
    if (address !== undefined) element.childNodes = [textNode(element, address)];
  }
  const links = elements.filter(named('a')).flatMap((link) => {
    const address = addressOf(link);
    return address === undefined ? [] : [{ link, address, text: textOf(link) }];
  });
  const written = new Set(links.flatMap(({ address, text }) => (text === '' ? [] : [address])));
  const sentences = new Set([...new Set(links.map(({ link }) => link.parentNode))].filter(hasWords));
  for (const { link, address, text } of links) {
    if (text === '' && !written.has(address)) link.childNodes.push(textNode(link, address));
    else if (text !== '' && !/[@\d]/.test(text))
      append(link, sentences.has(link.parentNode) ? ` (${address})` : `: ${address}`);
  }
}

/** Right behind the last word. */
function append(link: Element, said: string): void {
  const last = [...nodesOf(link, isUnseen)].findLast((node) => ownText(node).trim() !== '');
  if (!last || !('value' in last)) return;
  const text = last.value.trimEnd();
  last.value = text.replace(/:$/, '') + said + last.value.slice(text.length);
}

/** Beside its elements. */
const hasWords = (parent: Element['parentNode']) =>
  parent?.childNodes.some((node) => /\p{L}/u.test(ownText(node))) ?? false;

function addressOf(link: Element): string | undefined {
  const href = attribute(link, 'href')?.trim() ?? '';
  const scrambled = /\/email-protection#(.+)$/i.exec(href)?.[1];
  if (scrambled !== undefined) return unscrambled(scrambled);
  const [, scheme = '', address = ''] = /^(mailto|tel):([^?;]+)/i.exec(href) ?? [];
  const told = decoded(address).trim();
  return (/^tel$/i.test(scheme) ? phone : eMail).test(told) ? told : undefined;
}

/** As Cloudflare has addresses: hexadecimal bytes, each mixed with the first. */
function unscrambled(scrambled = ''): string | undefined {
  if (!/^(?:[\da-f]{2}){4,}$/i.test(scrambled)) return undefined;
  const [key = 0, ...bytes] = Buffer.from(scrambled, 'hex');
  const address = Buffer.from(bytes.map((byte) => byte ^ key)).toString();
  return eMail.test(address) ? address : undefined;
}
