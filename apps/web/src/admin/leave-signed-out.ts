import { leaveUnasked } from '../forms/use-unsaved.ts';
import { forgetHeard } from '../inbox/connection/note-heard.ts';
import { drafts } from '../inbox/drafts/drafts.ts';
import { forgetListings } from '../inbox/views/kept-listing.ts';
import { keepTogether } from '../inbox/views/kept-together.ts';

/** Once the session is over: whoever comes next at this browser finds nothing of what was done in it, and may sign in. */
export function leaveSignedOut(): void {
  drafts.clear();
  forgetListings();
  forgetHeard();
  keepTogether(false);
  leaveUnasked(() => window.location.replace('/admin/sign-in'));
}
