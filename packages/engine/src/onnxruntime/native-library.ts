import koffi, { type LibraryHandle } from 'koffi';

/** Stack of a call that runs off the main thread. Optimising a graph when a session is made recurses deeply. */
const ASYNC_STACK_BYTES = 8 * 1024 * 1024;

/**
 * Libraries stay loaded until the process ends. One that koffi's handle no longer holds is unloaded when the garbage
 * collector finds the handle, and the addresses taken from its table would point to nowhere.
 */
const loadedLibraries = new Map<string, LibraryHandle>();
let isConfigured = false;

/** Loads a shared library, once. Throws what koffi throws. */
export function loadLibrary(file: string): LibraryHandle {
  // koffi takes settings only before the first library, also one that could not be loaded.
  if (!isConfigured) koffi.config({ async_stack_size: ASYNC_STACK_BYTES });
  isConfigured = true;
  const library = loadedLibraries.get(file) ?? koffi.load(file);
  loadedLibraries.set(file, library);
  return library;
}
