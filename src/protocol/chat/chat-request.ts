/**
 * The neutral form of a chat call. Every dialect translates to and from this, never to another dialect.
 * Calls whose client and upstream speak the same dialect do not pass through here: their bytes are relayed.
 */
export interface ChatRequest {
  model: string;
  isStreaming: boolean;
  /** False only for OpenAI chat streams that did not ask for the usage chunk. */
  wantsUsage: boolean;
  /** Instructions in order; those given in the middle of a conversation are moved here. */
  system: readonly string[];
  messages: readonly ChatMessage[];
  tools: readonly ChatTool[];
  toolChoice: ToolChoice | null;
  /** May the model call several tools at once? Null leaves it to the provider. */
  isParallel: boolean | null;
  outputTokensMax: number | null;
  sampling: Sampling;
  stops: readonly string[];
  outputFormat: OutputFormat | null;
  reasoning: ReasoningWish | null;
  /** The caller's own names of these fields, for telling what cannot be carried. */
  fieldNames: FieldNames;
}

export type FieldNames = Readonly<
  Record<'toolChoice' | 'outputFormat' | 'tools' | 'topK' | 'stops', string>
>;

export interface Sampling {
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  seed: number | null;
  presencePenalty: number | null;
  frequencyPenalty: number | null;
}

export type ChatMessage =
  | { role: 'user'; parts: readonly UserPart[] }
  | { role: 'assistant'; parts: readonly AssistantPart[] };

export type UserPart = ContentPart | ToolResultPart;
export type AssistantPart = TextPart | ReasoningPart | ToolCallPart;
export type ContentPart = TextPart | ImagePart | DocumentPart;

export interface TextPart {
  type: 'text';
  text: string;
}

/** Bytes as base64, or an address that the provider is to fetch. */
export type Source =
  | { kind: 'base64'; mediaType: string; data: string }
  | { kind: 'url'; url: string };

export interface ImagePart {
  type: 'image';
  source: Source;
  /** Where it stood in the caller's body: `messages.2.content.0`. */
  at: string;
}

export interface DocumentPart {
  type: 'document';
  source: Source;
  name: string | null;
  at: string;
}

export interface ToolCallPart {
  type: 'tool-call';
  id: string;
  name: string;
  /** The arguments as JSON text, exactly as the model wrote them. */
  json: string;
}

export interface ToolResultPart {
  type: 'tool-result';
  callId: string;
  parts: readonly ContentPart[];
  isError: boolean;
  at: string;
}

/** What the model thought. It goes back only to the provider that signed it; unsigned, to nobody. */
export interface ReasoningPart {
  type: 'reasoning';
  text: string;
  signature: Signature | null;
}

export interface Signature {
  provider: string;
  value: string;
  /** The thought itself is in the signature, encrypted: there is no text. */
  isRedacted: boolean;
}

export interface ChatTool {
  name: string;
  description: string | null;
  /** JSON schema of the arguments. */
  schema: Record<string, unknown>;
  /** Takes one free text instead of an object: carried to others as an object with that text as `input`. */
  isFreeform?: true;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

export type OutputFormat =
  | { type: 'json' }
  | { type: 'json-schema'; name: string; schema: Record<string, unknown> };

export type Effort = 'none' | 'low' | 'medium' | 'high';

/** `effort` and `budgetTokens` say the same in two ways; see reasoning.ts. */
export interface ReasoningWish {
  effort: Effort;
  budgetTokens: number | null;
}

/** What a renderer must know of the upstream besides the request. */
export interface UpstreamTarget {
  /** The provider's name: signatures of others are left out. */
  provider: string;
  /** The model as the upstream calls it. */
  model: string;
  /** Sent where the dialect wants a limit and the caller gave none. */
  outputTokensDefault: number;
}
