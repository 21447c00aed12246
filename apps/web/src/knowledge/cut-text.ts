/** Pure: the beginning of a text, without half a character, which the gateway refuses. */
export const cutText = (text: string, chars: number): string => text.slice(0, chars).replace(/\p{Cs}/gu, '');
