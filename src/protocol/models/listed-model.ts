/** A model as lists show it, in whatever dialect the list is asked for. */
export interface ListedModel {
  /** The name to call it by. */
  id: string;
  displayName: string;
  /** Who makes or serves it: `anthropic`, `ollama`, `demo`. */
  ownedBy: string;
  createdAtMs: number;
  contextTokensMax: number | null;
  outputTokensMax: number | null;
  capabilities: readonly ModelCapability[];
}

/** Ollama's words, which agents read from `show`. */
export type ModelCapability = 'completion' | 'tools' | 'vision' | 'thinking' | 'embedding';

/** The built-in model, for lists. */
export const DEMO_LISTED: ListedModel = {
  id: 'demo',
  displayName: 'Demo (offline)',
  ownedBy: 'coinop',
  createdAtMs: Date.UTC(2026, 0, 1),
  contextTokensMax: 32_768,
  outputTokensMax: 4_096,
  capabilities: ['completion', 'embedding'],
};

export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
