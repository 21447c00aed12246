/**
 * What a page may load and run. The nonce is for the inline scripts with which the framework starts a page; styles come from
 * files, only `style` attributes (sizes and colours computed from data) are inline.
 *
 * @param host where the page was asked for, with its port
 * @param widgetOrigin set on a page that embeds the chat: these are the three lines that any such page needs (see /docs)
 * @param framesOwn the page shows another one of this origin in itself
 */
export function contentSecurityPolicy(
  nonce: string,
  { host, widgetOrigin, framesOwn = false }: { host: string; widgetOrigin?: string; framesOwn?: boolean },
): string {
  const widget = widgetOrigin ? ` ${widgetOrigin}` : '';
  // What is no host must not become another line of the policy.
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${widget}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    // Pictures that were just chosen are shown before they are sent.
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Not every browser counts the socket of the same host as 'self'.
    `connect-src 'self'${sockets}${widget}`,
    `frame-src${widget || (framesOwn ? " 'self'" : " 'none'")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
