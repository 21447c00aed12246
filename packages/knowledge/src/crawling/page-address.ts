import { documentLimits } from '../limits.ts';

/** What campaigns add to an address; it says nothing of the page. */
const campaign =
  /^(?:utm_\w+|gclid|dclid|gbraid|wbraid|fbclid|msclkid|mc_[ce]id|igshid|_ga|_gl|ref_src|hsCtaTracking|_hsenc|_hsmi)$/i;
/** What a web page is not called. Documents are imported as files. */
const notPages =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs|json|map|xml|rss|atom|woff2?|ttf|eot|mp[34]|m4[av]|mov|avi|webm|ogg|wav|zip|gz|tgz|rar|7z|dmg|exe|msi|apk|iso|pdf|docx?|xlsx?|pptx?|csv)$/i;

/**
 * An address without the name and password in it: the page is read as everybody reads it. Without such links pages would be
 * missed, and with what they name customers would be shown a password.
 */
export function withoutPassword(url: URL): URL {
  return Object.assign(new URL(url), { username: '', password: '' });
}

/** One way to write a page's address: without password, fragment, campaign parameters and empty query. */
export function pageAddress(url: URL): URL {
  const page = withoutPassword(url);
  page.hash = '';
  for (const name of [...page.searchParams.keys()]) if (campaign.test(name)) page.searchParams.delete(name);
  if (page.searchParams.size === 0) page.search = '';
  return page;
}

/** Whether both are of one site: the same host, with or without `www.`, over http or https, on the same port. */
export function isSameSite(one: URL, other: URL): boolean {
  const site = ({ hostname, port }: URL) => `${hostname.replace(/^www\./, '')}:${port}`;
  return site(one) === site(other);
}

/** Whether an address may be that of a web page. */
export function mayBePage(url: URL): boolean {
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.href.length <= documentLimits.addressChars &&
    !notPages.test(url.pathname)
  );
}

/** Addresses with this key are the same page: http and https, with and without `www.` and a slash at the end. */
export function pageKey(url: URL): string {
  const { hostname, port, pathname, search } = pageAddress(url);
  return `${hostname.replace(/^www\./, '')}:${port}${pathname.replace(/\/$/, '')}${search}`;
}
