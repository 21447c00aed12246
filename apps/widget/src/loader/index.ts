import { createCommands } from './commands.ts';

/** The tag that brought this script: its address names the gateway, its `data-site` the site. */
const script = document.currentScript as HTMLScriptElement | null;
const stub = window.Frontdesk;

if (script !== null && stub?.running !== true) {
  const frontdesk = createCommands(new URL(script.src).origin);
  window.Frontdesk = frontdesk;
  if (script.dataset.site) frontdesk('boot', { site: script.dataset.site });
  for (const call of stub?.q ?? []) {
    const [command, ...values] = Array.from(call);
    frontdesk(String(command), ...values);
  }
}
