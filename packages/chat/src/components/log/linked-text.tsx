/** Up to what ends a sentence, or the marks around it; a bracket that is opened within it belongs to it. */
const address = /https?:\/\/(?:[^\s<>"()]|\([^\s<>"()]*\))*(?:[^\s<>\p{P}]|[/#%&*@_-]|\([^\s<>"()]*\))/giu;

/** What a person wrote, as it is; addresses in it are links. They are to be seen, so nobody is led where they don't expect. */
export function LinkedText({ text }: { text: string }) {
  const addresses = text.match(address) ?? [];
  return text.split(address).map((words, index) => {
    const href = addresses[index];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change
      <span key={index}>
        {words}
        {href && (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {href}
          </a>
        )}
      </span>
    );
  });
}
