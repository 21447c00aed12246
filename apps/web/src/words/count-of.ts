/** `1 message`, `1,200 messages`. @param many of what is not said with an s */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
