import type { Backend } from './backend';
import { tauri } from './tauri';

/**
 * The program behind the window. `vite dev` in a plain browser, and tests, get the test double instead; a production
 * bundle holds only the door to the real one.
 */
async function choose(): Promise<Backend> {
  if (import.meta.env.DEV && !(typeof window !== 'undefined' && '__TAURI_INTERNALS__' in window)) {
    return (await import('./sample')).sample;
  }
  return tauri;
}

export const backend: Backend = await choose();
