import { memo } from 'react';
import { blockHtml, type MarkdownBlock, markdownBlocks } from '../markdown/render-markdown.ts';

export interface MarkdownProps {
  text: string;
  /** The text has no proper end: marks that are open there are closed. Defaults to false. */
  unfinished?: boolean;
  /** Shows a caret behind the last word. Defaults to false. */
  growing?: boolean;
}

/** Hostile markdown as safe HTML. While it grows, only the last block is made anew: a selection in earlier ones stays. */
export function Markdown({ text, unfinished = false, growing = false }: MarkdownProps) {
  return (
    <div className="fd-markdown" data-growing={growing || undefined}>
      {markdownBlocks(text, unfinished).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

const Block = memo(
  function Block({ block }: { block: MarkdownBlock }) {
    // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised in blockHtml
    return <div className="fd-block" dangerouslySetInnerHTML={{ __html: blockHtml(block) }} />;
  },
  (before, after) => before.block.raw === after.block.raw,
);
