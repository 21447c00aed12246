/** Pure: the files that are pasted; none where what is pasted is text. */
export function pastedFiles(data: DataTransfer): readonly File[] {
  const files = [...data.files];
  // Text that brings a picture of itself along is text.
  // A file brings its name along as text, or where it is, or no ending.
  const words = data.getData('text/plain').normalize();
  const isName = (line: string) =>
    files.some(({ name }) => line.endsWith(name.normalize()) || name.normalize().startsWith(line));
  const isText = (words !== '' && /html|rtf/.test(`${data.types}`)) || !words.split(/[\r\n]+/).every(isName);
  return isText ? [] : files;
}
