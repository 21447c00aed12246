// What only messages need: a browser fetches it when somebody begins to write, or has written before.

export { transcript } from '../../log/transcript.ts';
export { plainText } from '../../markdown/render-markdown.ts';
export { Markdown } from '../log/markdown.tsx';
