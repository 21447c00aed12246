/** Where to go after signing in. Only pages of the admin: a link with a foreign address must not be able to send people there. */
export function returnPath(wanted: string | null | undefined): string {
  if (!wanted) return '/admin';
  const base = 'http://admin.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  const isAdmin = url?.origin === base && (url.pathname === '/admin' || url.pathname.startsWith('/admin/'));
  if (!url || !isAdmin || url.pathname.startsWith('/admin/sign-in')) return '/admin';
  return `${url.pathname}${url.search}`;
}

/** The sign-in, which leads back to the page that is shown. */
export const signInPath = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string =>
  `/admin/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`;
