/** A gateway that listens on all of a machine's addresses is at none of these names. */
const WILDCARDS = ['0.0.0.0', '::'];

/**
 * Where people find what was started.
 *
 * @param {{ host?: string | undefined, port: string, publicUrl?: string | undefined, hasDemo: boolean }} gateway `host`: what it
 *   listens on; `publicUrl`: the address that customers use; `hasDemo`: whether the demo sites are there
 * @returns {[string, string][]} each with its name; the admin last
 */
export function addresses({ host, port, publicUrl, hasDemo }) {
  const name = !host || WILDCARDS.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = publicUrl?.replace(/\/+$/, '') || `http://${name}:${port}`;
  /** @type {[string, string][]} */
  const demo = [
    ['Demo shop', `${url}/demo`],
    ['Demo hotel', `${url}/demo/hotel`],
    ['Demo software', `${url}/demo/software`],
    ['Chat alone', `${url}/chat/demo`],
  ];
  return [...(hasDemo ? demo : []), ['Documentation', `${url}/docs`], ['Admin', `${url}/admin`]];
}
