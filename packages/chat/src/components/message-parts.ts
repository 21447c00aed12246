// What only messages need: a browser fetches it when somebody begins to write, or has written before.
export { plainText } from '../markdown/render-markdown.ts';
export { transcript } from '../transcript.ts';
export { Markdown } from './markdown.tsx';
