/** What a model costs and how good it is, roughly: the power levels that people choose between. */
export const MODEL_TIERS = ['eco', 'balanced', 'precision'] as const;
export type ModelTier = (typeof MODEL_TIERS)[number];

/** Ollama's words, which agents read. */
export const MODEL_CAPABILITIES = [
  'completion',
  'tools',
  'vision',
  'thinking',
  'embedding',
] as const;
export type ModelCapability = (typeof MODEL_CAPABILITIES)[number];

/** Integer micro-credits (a millionth of a US dollar) per million tokens of each kind. */
export interface TokenPrices {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
}

/** A model of the catalogue as it ships. */
export interface SeedModel {
  /** Whose model: a vendor's name, as in provider kinds. */
  provider: string;
  /** As the provider calls it. */
  model: string;
  displayName: string;
  /** Null for models that nobody chats with. */
  tier: ModelTier | null;
  capabilities: readonly ModelCapability[];
  contextTokensMax: number;
  outputTokensMax: number | null;
  /** Other names of the same model at the same provider. */
  aliases: readonly string[];
  prices: TokenPrices;
  /** Where the price can be read, or who set it. */
  source: string;
}

/** What the hot path knows of a model. */
export interface CatalogueModel {
  provider: string;
  model: string;
  displayName: string;
  tier: ModelTier | null;
  capabilities: readonly ModelCapability[];
  contextTokensMax: number | null;
  outputTokensMax: number | null;
}
