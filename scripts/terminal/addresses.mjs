/** A gateway that listens on all of a machine's addresses is at none of these names. */
const WILDCARDS = ['0.0.0.0', '::'];

/**
 * Where people find what was started.
 *
 * @param {{ host?: string | undefined, port: string, publicUrl?: string | undefined, hasDemo: boolean }} gateway `host`: what it
 *   listens on; `publicUrl`: the address that customers use; `hasDemo`: whether the demo shop's site is there
 * @returns {[string, string][]} each with its name; the admin last
 */
export function addresses({ host, port, publicUrl, hasDemo }) {
  const name = !host || WILDCARDS.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = publicUrl?.replace(/\/+$/, '') || `http://${name}:${port}`;
  /** @type {[string, string][]} */
  const demo = [
    ['Demo shop', `${url}/demo`],
    ['Chat', `${url}/chat/demo`],
  ];
  return [...(hasDemo ? demo : []), ['Admin', `${url}/admin`]];
}
