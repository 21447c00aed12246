/** An answer of usual length with all that a renderer has to do. */
export const answerText = [
  'Water it when the **top inch** of soil is dry, about once a week. In winter less:',
  '',
  '1. Feel the soil first.',
  '2. Use water of room temperature.',
  '3. Let it drain: see [our guide](https://shop.example/guides/water).',
].join('\n');

const words = 'Ferns like shade and damp air so keep them away from heaters and out of the midday sun'.split(' ');

/** The n-th token of an answer as long as one likes: sentences, paragraphs, lists and some code. */
export function nextToken(n: number): string {
  if (n % 120 === 119) return '.\n\n```sh\nwater --plant fern\n```\n\n';
  if (n % 40 === 39) return '.\n\n- **One** thing: ';
  if (n % 20 === 19) return '. ';
  return `${n % 20 === 0 ? '' : ' '}${words[n % words.length]}`;
}

/** The n-th token of an answer that never ends a block: a list half of it, then a table. */
export function nextTokenOfOneBlock(n: number, tokens: number): string {
  const word = ` ${words[n % words.length]}`;
  const inTable = n - tokens / 2;
  if (inTable < 0) return n % 10 === 0 ? `${n === 0 ? '' : '\n'}- **${words[n % words.length]}**` : word;
  if (inTable === 0) return '\n\n| Fern | Light | Water |\n| --- | --- | --- |\n|';
  return inTable % 15 === 14 ? ' |\n|' : inTable % 5 === 4 ? ' |' : word;
}
