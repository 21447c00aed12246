import { type ApiKeyScope, CodedError } from '@frontdesk/protocol';

/** @throws CodedError `forbidden`, with the scope that the key lacks */
export function refuseUnlessScoped(scopes: readonly ApiKeyScope[], scope: ApiKeyScope): void {
  if (scopes.includes(scope)) return;
  throw new CodedError('forbidden', {
    message: `This API key may not be used for that: it lacks the scope "${scope}".`,
  });
}
