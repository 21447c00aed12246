/** A file's name, which is cut before its ending where there is no room: that tells what kind of file it is. */
export function FileName({ name }: { name: string }) {
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? dot : name.length;
  return (
    <bdi className="fd-file-name">
      <span>{name.slice(0, end)}</span>
      <span>{name.slice(end)}</span>
    </bdi>
  );
}
