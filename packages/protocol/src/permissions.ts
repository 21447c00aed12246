import * as z from 'zod/mini';

/** What somebody may do at a site; the strongest first. */
export const roles = ['owner', 'admin', 'agent', 'viewer'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/**
 * All that can be done behind the sign-in, and the weakest role that may do it. The pages use it to hide, the gateway to
 * enforce. What concerns no site is asked for the role in the whole installation: `owner` or none.
 */
const weakestRole = {
  /** Lists, threads, search, and what is told of them live. */
  'conversations.read': 'viewer',
  /** Reply, note, take over, hand back, assign, tag, resolve, snooze, block. */
  'conversations.answer': 'agent',
  /** Deletes what colleagues have noted: what is one's own whoever answers may delete. */
  'notes.manage': 'admin',
  'service.read': 'viewer',
  'analytics.read': 'viewer',
  /** What each of the team did: how somebody works is for who leads them, not for colleagues. */
  'agents.read': 'admin',
  'knowledge.read': 'viewer',
  /** Facts, files, web sites, unanswered questions, approved answers. */
  'knowledge.edit': 'agent',
  'sandbox.use': 'agent',
  /** How a site looks, answers and is open. */
  'site.read': 'viewer',
  'site.edit': 'admin',
  'prompt.edit': 'admin',
  /** API keys, the identity secret, webhooks, and the look-up of orders. */
  'keys.manage': 'admin',
  /** Export and deletion of a customer's data, and how long it is kept. */
  'privacy.manage': 'admin',
  'members.read': 'viewer',
  'members.manage': 'admin',
  /** Makes somebody an owner, or takes it away. */
  'owners.manage': 'owner',
  /** Gives somebody a link for a new password, at whichever sites they are, and deletes accounts. */
  'accounts.manage': 'owner',
  'audit.read': 'admin',
  'site.create': 'owner',
  /** How much a site may take of the installation, which it shares: for whoever owns that. */
  'site.limit': 'owner',
  /** Removes a site with all that is of it, and restores it while that can be done. */
  'site.remove': 'owner',
  /** Figures of all sites together. */
  'installation.read': 'owner',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof weakestRole;
export const actions = Object.keys(weakestRole) as Action[];

/** Whether a role is at least as strong as another one. */
export const isAtLeast = (one: Role, other: Role): boolean => roles.indexOf(one) <= roles.indexOf(other);

/** Pure. Whether somebody of that role may do it; null is nobody's role. */
export const may = (as: Role | null, action: Action): boolean => as !== null && isAtLeast(as, weakestRole[action]);
