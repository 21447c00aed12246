import { headers } from 'next/headers';
import { addressOf } from '../design/request-address.ts';
import { crossSiteOrigin } from './cross-site-origin.ts';

/** The one line that an embedder puts on a page. */
export async function ChatScript({ siteKey }: { siteKey: string }) {
  const { host, protocol } = addressOf(await headers());
  return <script async src={`${crossSiteOrigin(host, protocol)}/widget.js`} data-site={siteKey} />;
}
