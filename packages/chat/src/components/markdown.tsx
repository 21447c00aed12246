import { memo, useState } from 'react';
import { blockHtml, codeOf, createGrowingBlocks, type MarkdownBlock } from '../markdown/render-markdown.ts';
import { CodeBlock, type CodeLabels } from './code-block.tsx';

export interface MarkdownProps {
  text: string;
  /** The text has no proper end: marks that are open there are closed. Defaults to false. */
  unfinished?: boolean;
  /** Shows a caret behind the last word. Defaults to false. */
  growing?: boolean;
  /** Gives blocks of code a button that copies them. */
  codeLabels?: CodeLabels;
}

/** Hostile markdown as safe HTML. While it grows, only the last block is made anew: a selection in earlier ones stays. */
export function Markdown({ text, unfinished = false, growing = false, codeLabels }: MarkdownProps) {
  const [growingBlocks] = useState(createGrowingBlocks);
  const blocks = growingBlocks(text, unfinished);
  return (
    <div className="fd-markdown" data-growing={growing || undefined}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} block={block} codeLabels={codeLabels} />
      ))}
    </div>
  );
}

const Block = memo(
  function Block({ block, codeLabels }: { block: MarkdownBlock; codeLabels: CodeLabels | undefined }) {
    const code = codeOf(block);
    // In the direction of its own words: that decides where a list's marks and a table's first column stand, too.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised in blockHtml
    const shown = <div className="fd-block" dir="auto" dangerouslySetInnerHTML={{ __html: blockHtml(block) }} />;
    if (code === null || codeLabels === undefined) return shown;
    return (
      <CodeBlock code={code} labels={codeLabels}>
        {shown}
      </CodeBlock>
    );
  },
  (before, after) => before.block.raw === after.block.raw && before.codeLabels === after.codeLabels,
);
