import { memo } from 'react';
import { blockHtml, type MarkdownBlock, markdownBlocks } from '../markdown/render-markdown.ts';

/** Hostile markdown as safe HTML. While it streams, only the last block is made anew: a selection in earlier ones stays. */
export function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  return (
    <div className="fd-markdown" data-streaming={streaming || undefined}>
      {markdownBlocks(text, streaming).map((block, index) => (
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
