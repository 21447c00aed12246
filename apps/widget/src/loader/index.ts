import type { Frontdesk, WidgetOptions } from '../api.ts';
import { createCommands } from './commands.ts';

/** The tag that brought this script: its address names the gateway, its `data-site` the site, and others its options. */
const script = (document.currentScript ??
  // As a module it is not told.
  document.querySelector('[type=module][src$="/widget.js"]')) as HTMLScriptElement | null;
const stub = window.Frontdesk;

// A tag that was taken away while it loaded, and has been told nothing, is not wanted any more.
if (script && (stub ? !stub.running : script.isConnected)) {
  const frontdesk: Frontdesk = createCommands(new URL(script.src).origin);
  window.Frontdesk = frontdesk;
  frontdesk('boot', script.dataset as WidgetOptions);
  // Each is the arguments of one.
  for (const call of stub?.q ?? []) frontdesk(...(call as ['reset']));
}
// Where the application has put other content in the page, the chat that runs comes back to it.
else stub?.('update', {});
