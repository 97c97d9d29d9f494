import { isRecord } from '../relay/token-count';

/**
 * A local estimate of input tokens, for holds and for answers without a count:
 *
 *   1.1 × (bytes of text / 4 + 8 per message + 1600 per image + 3000 per document + 350 when tools are offered)
 *
 * Text is every string and member name in the parts that reach the model. Four bytes per token is what
 * English makes with current tokenizers; other scripts have more bytes per character and fewer characters per token,
 * which roughly cancels. Encoded images and documents do not count as text. The 350 is the system prompt that
 * providers add to describe tools. The estimate is ten per cent on the safe side; what is charged is
 * what the provider reports.
 */
const BYTES_PER_TOKEN = 4;
const TOKENS_PER_MESSAGE = 8;
const TOKENS_PER_IMAGE = 1_600;
const TOKENS_PER_DOCUMENT = 3_000;
const TOKENS_FOR_TOOLS = 350;
const MARGIN = 1.1;

const IMAGE_TYPES = new Set(['image', 'image_url', 'input_image']);
const DOCUMENT_TYPES = new Set(['document', 'file', 'input_file', 'input_audio']);

export interface InputParts {
  /** Whatever holds text for the model: strings, messages, blocks, tool definitions. */
  text: unknown[];
  messages: number;
  hasTools: boolean;
}

export function estimateInputTokens(parts: InputParts): number {
  const sum: Sum = { bytes: 0, tokens: 0 };
  for (const part of parts.text) add(part, sum);
  const tokens =
    sum.bytes / BYTES_PER_TOKEN +
    sum.tokens +
    parts.messages * TOKENS_PER_MESSAGE +
    (parts.hasTools ? TOKENS_FOR_TOOLS : 0);
  return Math.ceil(tokens * MARGIN);
}

interface Sum {
  bytes: number;
  tokens: number;
}

/** Recursion is bounded by JSON_DEPTH_MAX, which every body has passed. */
function add(value: unknown, sum: Sum): void {
  if (typeof value === 'string') sum.bytes += Buffer.byteLength(value);
  else if (typeof value === 'number' || typeof value === 'boolean') sum.bytes += 4;
  else if (Array.isArray(value)) for (const item of value) add(item, sum);
  else if (isRecord(value)) addObject(value, sum);
}

function addObject(value: Record<string, unknown>, sum: Sum): void {
  const { type } = value;
  if (typeof type === 'string' && IMAGE_TYPES.has(type)) sum.tokens += TOKENS_PER_IMAGE;
  else if (typeof type === 'string' && DOCUMENT_TYPES.has(type)) addDocument(value, sum);
  else {
    for (const key in value) {
      // Ollama's messages carry images as bare base64 strings beside the text.
      if (key === 'images' && Array.isArray(value[key])) {
        sum.tokens += value[key].length * TOKENS_PER_IMAGE;
      } else {
        sum.bytes += key.length + 2;
        add(value[key], sum);
      }
    }
  }
}

/** A document given as plain text is text; an encoded one has a flat figure. */
function addDocument(value: Record<string, unknown>, sum: Sum): void {
  const source = isRecord(value['source']) ? value['source'] : null;
  if (source !== null && (source['type'] === 'text' || source['type'] === 'content')) {
    for (const key in source) add(source[key], sum);
  } else sum.tokens += TOKENS_PER_DOCUMENT;
}
