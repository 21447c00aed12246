// The pages that a scripted gateway serves beside its API: a customer's page with the built widget on it, the widget's
// frame, and the hosted chat.
import { readFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const widget = join(import.meta.dirname, '../../apps/widget/dist');
const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  woff2: 'font/woff2',
};

/** Needs the built widget. */
export async function createChatPages(): Promise<RequestListener> {
  const hosted = await buildHostedChat();

  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shots.invalid');
    try {
      if (pathname === '/') send(response, 'html', hostPage(searchParams.get('lang') ?? 'en'));
      else if (pathname === '/hosted') send(response, 'html', hostedPage);
      else if (pathname === '/hosted.js') send(response, 'js', hosted.js);
      else if (pathname === '/hosted.css') send(response, 'css', hosted.css);
      else if (pathname === '/widget.js') send(response, 'js', await readFile(join(widget, 'widget.js')));
      else if (pathname === '/frame') send(response, 'html', await readFile(join(widget, 'frame.html')));
      else {
        const name = basename(pathname);
        send(response, name.split('.').at(-1) ?? '', await readFile(join(widget, 'assets', name)));
      }
    } catch {
      response.writeHead(404).end();
    }
  };
}

function send(response: ServerResponse, extension: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': types[extension] ?? 'application/octet-stream' }).end(body);
}

/** A page of a customer, plain: what is looked at is the chat on it. */
const hostPage = (language: string) => `<!doctype html>
<html lang="${language}" dir="${/^(ar|he)/.test(language) ? 'rtl' : 'ltr'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A customer’s page</title>
<style>
:root { color-scheme: light dark; --line: #ebe7df; background: #faf8f4; }
@media (prefers-color-scheme: dark) { :root { --line: #26241f; background: #161512; } }
body { margin: 0; padding: 2rem; }
div { height: 3rem; margin-block-end: 1.5rem; border-radius: 0.75rem; background: var(--line); }
div:first-of-type { width: 40%; height: 5rem; }
</style>
<main><h1 hidden>A customer’s page</h1>${'<div></div>'.repeat(9)}</main>
<script async src="/widget.js" data-site="demo"></script>`;

const hostedPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>Chat</title>
<link rel="stylesheet" href="/hosted.css">
<main id="root"></main>
<script type="module" src="/hosted.js"></script>`;

/** The hosted chat page's one component, as the web application shows it. */
async function buildHostedChat(): Promise<{ js: Uint8Array; css: Uint8Array }> {
  const inter = createRequire(join(widget, '../package.json')).resolve('@fontsource-variable/inter/wght.css');
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { HostedChat } from '@frontdesk/chat';
        import '@frontdesk/chat/chat.css';
        import ${JSON.stringify(inter)};
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        document.body.style.margin = 0;
        document.getElementById('root').style.height = '100dvh';
        const locale = new URLSearchParams(location.search).get('locale') ?? undefined;
        createRoot(document.getElementById('root')).render(createElement(HostedChat, { siteKey: 'demo', locale }));`,
      resolveDir: import.meta.dirname,
      loader: 'js',
    },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    jsx: 'automatic',
    loader: { '.woff2': 'dataurl' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const [js, css] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))?.contents);
  if (!js || !css) throw new Error('the hosted chat was not built');
  return { js, css };
}
