import { type Action, CodedError } from '@frontdesk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { parseRequest } from '../parse-request.ts';
import type { Session } from '../sign-in/sign-in.ts';
import { type OwnAddress, refuseUnlessOwn } from './origins.ts';
import { type AccessControl, refuseUnlessMay, type SiteAccess } from './site-access.ts';

/** What a route needs: an action at the site of its path (`:siteId`), or in the installation; or any session at all. */
type Need = Action | 'session';

declare module 'fastify' {
  interface FastifyContextConfig {
    needs?: Need;
    /** It is also about sites that are removed. */
    removedToo?: boolean;
    /** It asks for the role in the installation, though its path names a site. */
    ofInstallation?: boolean;
  }
  interface FastifyRequest {
    adminSession: Session | null;
    siteAccess: SiteAccess | null;
  }
  interface FastifyInstance {
    /** All routes behind {@link guardAdminRequests}: what the authorization sweep tries. */
    adminRoutes: AdminRoute[];
  }
}

export interface AdminRoute {
  method: string;
  url: string;
  needs: Need;
  /** By the role at the site that the path names; else by that in the installation. */
  ofSite: boolean;
}

const siteParams = z.object({ siteId: z.uuid() });

/** For a route's options: `app.get(path, needs('knowledge.read'), …)`. */
export const needs = (need: Need, more: { removedToo?: boolean; ofInstallation?: boolean } = {}) => ({
  config: { needs: need, ...more },
});

/**
 * Lets only those to the routes of `scope` who are signed in and may do what the route says that it needs, before anything
 * of their bodies is read. A route that says nothing is refused when it is registered. The cookie comes along whichever page
 * asks: what changes something has to come from the gateway's own pages.
 */
export function guardAdminRequests(
  scope: FastifyInstance,
  { access, own }: { access: AccessControl; own: OwnAddress },
): void {
  scope.decorateRequest('adminSession', null);
  scope.decorateRequest('siteAccess', null);
  const routes: AdminRoute[] = [];
  scope.decorate('adminRoutes', routes);
  scope.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.needs) throw new Error(`${url} does not say what it needs`);
    const ofSite = url.includes('/:siteId') && !config.ofInstallation;
    for (const one of [method].flat()) routes.push({ method: one, url, needs: config.needs, ofSite });
  });
  scope.addHook('onRequest', async (request, reply) => {
    const { headers, method } = request;
    if (method !== 'GET') refuseUnlessOwn(headers, own);
    const session = await access.session(headers);
    request.adminSession = session;
    const { needs: need, removedToo, ofInstallation } = request.routeOptions.config;
    const params = request.params as { siteId?: unknown };
    if (params.siteId !== undefined) {
      const { siteId } = parseRequest(siteParams, { siteId: params.siteId });
      request.siteAccess = await access.at(session, siteId, { removedToo });
    }
    if (need !== 'session') {
      const inInstallation = session.isOwner ? 'owner' : null;
      if (!need) throw new CodedError('forbidden');
      refuseUnlessMay(request.siteAccess && !ofInstallation ? request.siteAccess.role : inInstallation, need);
    }
    reply.header('cache-control', 'no-store');
  });
}

/** Who asks, of a route behind {@link guardAdminRequests}. */
export function sessionOf(request: FastifyRequest): Session {
  if (!request.adminSession) throw new Error('this route is not guarded');
  return request.adminSession;
}

/** Who asks, and for which site, of a route behind {@link guardAdminRequests} whose path names one. */
export function siteOf(request: FastifyRequest): SiteAccess {
  if (!request.siteAccess) throw new Error('this route names no site');
  return request.siteAccess;
}
