const twins: Record<string, string> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

/**
 * Where the demo shop loads the chat from. Seen at `localhost` it comes from `127.0.0.1` and the other way round, so that
 * the demo is a real embed across sites, as on a customer's own shop; on any other host, from that host.
 *
 * @param host as in the Host header, with its port
 */
export function crossSiteOrigin(host: string, protocol: string): string {
  const url = new URL(`${protocol}://${host}`);
  url.hostname = twins[url.hostname] ?? url.hostname;
  return url.origin;
}
