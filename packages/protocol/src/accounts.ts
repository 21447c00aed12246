import * as z from 'zod/mini';
import { role } from './permissions.ts';

/** Of people, invitations and keys. */
export const accountLimits = {
  nameChars: 100,
  emailChars: 254,
  passwordChars: { least: 12, most: 128 },
  /** How long an invitation can be accepted, in days. */
  invitationDays: 7,
  /** How long a link for a new password can be used, in days. */
  passwordLinkDays: 1,
  sitesPerInvitation: 100,
  auditPerPage: 50,
  accountsPerPage: 100,
} as const;

/** What the first account is called until its owner says who they are: customers read it. */
export const firstAccountName = 'Admin';
/** What it signs in with until then: an address that belongs to nobody. */
export const firstAccountEmail = 'admin@frontdesk.local';

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(accountLimits.nameChars));
const password = z
  .string()
  .check(z.minLength(accountLimits.passwordChars.least), z.maxLength(accountLimits.passwordChars.most));
const email = z.email().check(z.maxLength(accountLimits.emailChars));
/** The secret of a link. */
const token = z.string().check(z.maxLength(100));
/** Chosen before, by the rules of that time. */
const passwordNow = z.string().check(z.minLength(1), z.maxLength(200));

/** `POST …/invitations`: to the site of the path, and to `alsoSites`, where the inviter may invite too. */
export const newInvitation = z.object({
  email,
  role,
  alsoSites: z.optional(z.array(z.uuid()).check(z.maxLength(accountLimits.sitesPerInvitation))),
});

/** `PUT …/members/:userId`. */
export const memberBody = z.object({ role });

/** `POST /v1/invitations/read`, and `…/password-links/read`. */
export const linkToken = z.object({ token });

/** `POST /v1/invitations/accept`. Whoever has an account has a name. */
export const acceptedInvitation = z.object({ token, name: z.optional(name), password });

/** `POST /v1/password-links/use`. */
export const usedPasswordLink = z.object({ token, password });

/** `PUT /v1/admin/me`. Another e-mail address, with which one signs in, needs the password. */
export const ownAccount = z.object({ name, email, current: z.optional(passwordNow) });

/** `POST /v1/admin/me/deletion`: of one's own account, with its password. */
export const accountDeletion = z.object({ current: passwordNow });

/** `POST /v1/admin/me/password`. */
export const passwordBody = z.object({ current: passwordNow, next: password });

/**
 * What an API key may be used for. chat: to ask. conversations: to go on with any conversation of the site, whoever began it.
 * system: to send a text of one's own in place of the site's prompt.
 */
export const apiKeyScopes = ['chat', 'conversations', 'system'] as const;
export const apiKeyScope = z.enum(apiKeyScopes);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;

/** `POST …/api-keys`. Without scopes it may all. */
export const apiKeyBody = z.object({
  name,
  scopes: z.optional(z.array(apiKeyScope).check(z.minLength(1), z.maxLength(10))),
});

/** For how many hours after a rotation what the former identity secret signed is taken: a month at most. */
export const formerSecretHours = { usual: 24, most: 30 * 24 } as const;

/** `POST …/identity-secret`: makes a new one. */
export const identitySecretRotation = z.object({
  formerHours: z.number().check(z.minimum(0), z.maximum(formerSecretHours.most)),
});

/** `GET …/audit`. */
export const auditQuery = z.object({
  before: z.optional(z.uuid()),
  action: z.optional(z.string().check(z.maxLength(60))),
});

export interface Member {
  userId: string;
  name: string;
  email: string;
  role: z.infer<typeof role>;
  /** An owner of the whole installation, whom no site can remove. */
  ofInstallation: boolean;
}
/** `GET /v1/admin/accounts/at-no-site`: of people who were removed from every site. */
export interface AccountsAtNoSite {
  accounts: { userId: string; name: string; email: string; createdAt: string }[];
  more: boolean;
}
export interface OpenInvitation {
  id: string;
  email: string;
  role: z.infer<typeof role>;
  expiresAt: string;
}
export interface MembersPage {
  members: Member[];
  invitations: OpenInvitation[];
}
/** The link is shown this once. */
export interface MadeInvitation {
  id: string;
  token: string;
  expiresAt: string;
}
/** What whoever opens an invitation's link is told. */
export interface InvitationView {
  email: string;
  role: z.infer<typeof role>;
  siteNames: string[];
  /** They have an account: signing in with its password accepts. */
  hasAccount: boolean;
}
/** With which somebody chooses a new password. The link is shown this once. */
export interface MadePasswordLink {
  token: string;
  expiresAt: string;
}
/** What whoever opens such a link is told. */
export interface PasswordLinkView {
  email: string;
}
export interface Me {
  userId: string;
  name: string;
  email: string;
  isOwner: boolean;
}
/** `GET` and `PUT /v1/admin/me/letters`: whether one is mailed that customers wait. */
export const letterChoice = z.object({ wanted: z.boolean() });
export type LetterChoice = z.infer<typeof letterChoice>;

export interface SessionView {
  id: string;
  createdAt: string;
  lastUsedAt: string;
  userAgent: string | null;
  address: string | null;
  current: boolean;
}
export interface ApiKeyView {
  id: string;
  name: string;
  /** Its first characters; null for keys that were made before they were kept. */
  start: string | null;
  scopes: ApiKeyScope[];
  createdAt: string;
  lastUsedAt: string | null;
}
/** The key is shown this once. */
export interface MadeApiKey {
  id: string;
  key: string;
}
interface KnownIdentitySecret {
  version: number;
  /** It was stored with another SECRET of the installation, so nothing that it signs is taken. */
  isLost: boolean;
  createdAt: string;
  /** Null: of the newest. */
  validUntil: string | null;
}
/** `GET …/identity-secret`: those that count, without the secrets themselves. */
export interface IdentitySecretView {
  newest: KnownIdentitySecret | null;
  former: KnownIdentitySecret | null;
}
/** The secret is shown this once. */
export interface MadeIdentitySecret {
  secret: string;
  version: number;
}
export interface AuditEntryView {
  id: string;
  at: string;
  /** Their e-mail address at the time. */
  who: string;
  /** What they are called now; null: their account is gone. */
  name: string | null;
  action: string;
  /** What was changed, by its name. */
  target: string;
  before: unknown;
  after: unknown;
}
export interface AuditPage {
  entries: AuditEntryView[];
  more: boolean;
}
