/** A letter as it goes out, whatever it is about. */
export interface Letter {
  /** The sender's name; the address is the operator's. */
  sender: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Pure: what stands in a header or a heading has no lines of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
export const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();

/** Pure: text as text, in HTML. */
export function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Pure. What is in `body` is HTML already. */
export const letterPage = (
  body: string,
  { direction, siteName, why }: { direction: 'ltr' | 'rtl'; siteName: string; why: string },
): string => `<!doctype html>
<html dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#f6f3ee;color:#1f1d1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px 20px">
<p style="margin:0;font-weight:600;font-size:18px">${escaped(siteName)}</p>
${body}
<p style="margin:24px 0 0;color:#7a746b;font-size:13px">${escaped(why)}</p>
</div></body></html>`;

/** Pure: a box for what somebody wrote. What is in it is HTML already. */
export const letterBox = (content: string): string =>
  `<div dir="auto" style="border:1px solid #e3ded5;border-radius:12px;padding:14px 16px;background:#ffffff">${content}</div>`;

/** Pure: a line above such a box. */
export const letterHeading = (text: string): string =>
  `<p style="margin:24px 0 8px;color:#57524b">${escaped(text)}</p>`;

/** Pure. */
export const letterButton = (label: string, link: string): string =>
  `<p style="margin:24px 0"><a href="${escaped(link)}" style="display:inline-block;border-radius:10px;padding:11px 18px;background:#1f1d1a;color:#ffffff;text-decoration:none;font-weight:600">${escaped(label)}</a></p>`;
