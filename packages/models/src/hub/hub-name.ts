import { ModelError } from '../model-error.ts';

/** A model on the hub: `hf:owner/name`, with a folder of the repository and a revision if they are given. */
export interface HubName {
  owner: string;
  name: string;
  /** Without a slash at the end; empty: the repository's top. */
  folder: string;
  /** A branch, a tag or a commit. */
  revision: string;
}

const PATTERN = /^hf:(?<owner>[\w.-]+)\/(?<name>[\w.-]+)(?<folder>(?:\/[\w.-]+)*)(?:@(?<revision>[\w./-]+))?$/;

/** `variable` is what names the model. Throws ModelError `bad_choice`. */
export function parseHubName(text: string, variable: string): HubName {
  const { owner = '', name = '', folder = '', revision = 'main' } = PATTERN.exec(text)?.groups ?? {};
  const parts = [owner, name, ...folder.split('/').slice(1), ...revision.split('/')];
  if (parts.some((part) => /^\.*$/.test(part))) {
    throw new ModelError(
      'bad_choice',
      `${variable} is "${text}"; a model of the hub is hf:owner/name or hf:owner/name@revision.`,
    );
  }
  return { owner, name, folder: folder.slice(1), revision };
}
