declare global {
  interface Window {
    /** What the widget's script puts there. */
    Frontdesk?: ((command: string, ...values: unknown[]) => unknown) | undefined;
  }
}

export {};
