declare module '*.css' {
  /** The style sheet's text in the loader; nothing in the frame, where it becomes a file. */
  const text: string;
  export default text;
}
