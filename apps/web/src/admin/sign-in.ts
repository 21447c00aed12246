const problems: Record<number, string> = {
  400: 'Please enter an e-mail address and a password.',
  401: 'The e-mail address or the password is wrong.',
  403: 'You are not allowed to sign in from this address.',
  429: 'Too many attempts. Please wait a minute, then try again.',
};

/** The sentence for a refused sign-in, by HTTP status. */
export function signInProblem(status: number): string {
  return problems[status] ?? 'Signing in does not work right now. Please try again.';
}

const json = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;

/** Signs in at the gateway, which sets the session cookie. Returns null, or the sentence that says why not. */
export async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const response = await fetch('/v1/auth/sign-in/email', { ...json, body: JSON.stringify({ email, password }) });
    return response.ok ? null : signInProblem(response.status);
  } catch {
    return 'The server cannot be reached. Please check your connection.';
  }
}

/** Ends the session. True when the gateway has ended it. */
export async function signOut(): Promise<boolean> {
  try {
    return (await fetch('/v1/auth/sign-out', { ...json, body: '{}' })).ok;
  } catch {
    return false;
  }
}

/** The id of who is signed in; null when nobody is, or when it cannot be told. */
export async function signedInId(): Promise<string | null> {
  try {
    const response = await fetch('/v1/auth/get-session');
    const session: unknown = response.ok ? await response.json() : null;
    const user = session && typeof session === 'object' && 'user' in session ? session.user : null;
    return user && typeof user === 'object' && 'id' in user && typeof user.id === 'string' ? user.id : null;
  } catch {
    return null;
  }
}
