import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { crossSiteOrigin } from './demo/cross-site-origin.ts';
import { addressOf } from './design/request-address.ts';

/** Gives every page a policy with a nonce of its own; the framework reads the nonce from the request's policy. */
export function proxy(request: NextRequest): NextResponse {
  const { host, protocol } = addressOf(request.headers);
  const { pathname } = request.nextUrl;
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, {
    host,
    ...(/^\/demo(\/|$)/.test(pathname) && { widgetOrigin: crossSiteOrigin(host, protocol) }),
    // Its preview has a page with the launcher.
    framesOwn: /^\/admin\/settings\/?$/.test(pathname),
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: '/((?!_next/|icon.svg).*)' };
