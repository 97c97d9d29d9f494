import { z } from 'zod';
import { checkShape } from '../json/check-shape';
import { estimateInputTokens } from '../json/estimate-tokens';
import { flag, listOf, modelName, objects, OUTPUT_TOKENS_MAX, text } from '../json/fields';
import { editJson, type JsonEdit } from '../json/json-members';
import { readJsonObject, refuse, type Refusal } from '../json/read-object';
import type { DialectRequest, ReadResult, RequestPatch } from '../relay/dialect-request';
import { isRecord } from '../relay/token-count';

export type OllamaOperation = 'chat' | 'generate' | 'embed' | 'embeddings' | 'show';

const INPUTS_MAX = 2_048;

/** Negative means "no limit" (-1) or "as far as the context goes" (-2). */
const numPredict = z
  .int(`num_predict must be a whole number up to ${OUTPUT_TOKENS_MAX}`)
  .min(-2, 'must not be below -2')
  .max(OUTPUT_TOKENS_MAX, `must be at most ${OUTPUT_TOKENS_MAX}`);

const base = z.looseObject({
  stream: flag.nullish(),
  options: z.looseObject({ num_predict: numPredict.optional() }, 'must be an object').nullish(),
});

const message = z.looseObject(
  {
    role: text,
    content: text.nullish(),
    images: listOf(text, { message: 'must be a list of base64 strings' }).nullish(),
  },
  'must be an object',
);

const inputs = z.union(
  [text, listOf(text, { message: 'must be a list', max: INPUTS_MAX })],
  'must be a string or a list of strings',
);

/** https://github.com/ollama/ollama/blob/main/docs/api.md; only what we rely on is checked. */
const schemas: Record<OllamaOperation, z.ZodType> = {
  // An empty or absent list of messages is a request to load the model.
  chat: base.extend({
    messages: listOf(message, { message: 'must be a list of messages' }).nullish(),
    tools: objects.nullish(),
  }),
  generate: base.extend({
    prompt: text.nullish(),
    suffix: text.nullish(),
    system: text.nullish(),
    images: listOf(text, { message: 'must be a list of base64 strings' }).nullish(),
  }),
  embed: base.extend({ input: inputs }),
  embeddings: base.extend({ prompt: text }),
  show: z.looseObject({}),
};

/**
 * The members that decide what a call costs. Ollama is written in Go, whose JSON reader takes "Model" for "model":
 * a spelling that we would overlook and the server would obey is refused.
 */
const METERED = new Set(['model', 'name', 'stream', 'options', 'messages', 'prompt', 'input']);

export function readOllamaRequest(raw: Buffer, operation: OllamaOperation): ReadResult {
  const read = readJsonObject(raw);
  if (!read.ok) return read;
  const { body, bytes, names } = read;
  const refusal = checkNames(names) ?? checkModel(body) ?? checkShape(schemas[operation], body);
  if (refusal !== null) return refusal;
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  const images = Array.isArray(body['images']) ? body['images'] : [];
  const isGeneration = operation === 'chat' || operation === 'generate';
  return {
    ok: true,
    request: {
      model: String(body['model'] ?? body['name']),
      // The command line leaves `stream` out to mean true.
      isStreaming: isGeneration && body['stream'] !== false,
      outputTokensMax: isGeneration ? readNumPredict(body) : null,
      inputTokensEstimate: estimateInputTokens({
        text: [
          messages,
          tools,
          body['prompt'],
          body['suffix'],
          body['system'],
          body['input'],
          { images },
        ],
        messages: Math.max(1, messages.length),
        hasTools: tools.length > 0,
      }),
      body,
      bytes,
    },
  };
}

/** The bytes to send on: the caller's own unless something must differ. */
export function patchOllamaRequest(request: DialectRequest, patch: RequestPatch): Buffer {
  const edits: JsonEdit[] = [];
  const { body } = request;
  if (patch.model !== undefined && patch.model !== request.model) {
    edits.push({ path: ['model'], value: patch.model });
    if ('name' in body) edits.push({ path: ['name'], value: patch.model });
  }
  const { outputTokensMax } = patch;
  if (outputTokensMax !== undefined && outputTokensMax !== request.outputTokensMax) {
    edits.push({ path: ['options', 'num_predict'], value: outputTokensMax });
  }
  return edits.length === 0 ? request.bytes : editJson(request.bytes, edits);
}

function checkNames(names: string[]): Refusal | null {
  for (const name of names) {
    const folded = name.toLowerCase();
    if (folded !== name && METERED.has(folded)) {
      return refuse(`${name}: write it in lower case.`, `/${name}`);
    }
  }
  return null;
}

/** `pull` and old clients say `name`; when both are there, `model` counts, as in Ollama. */
function checkModel(body: Record<string, unknown>): Refusal | null {
  const field = body['model'] === undefined && body['name'] !== undefined ? 'name' : 'model';
  return checkShape(z.looseObject({ [field]: modelName }), body);
}

function readNumPredict(body: Record<string, unknown>): number | null {
  const limit = isRecord(body['options']) ? body['options']['num_predict'] : undefined;
  return typeof limit === 'number' && limit >= 0 ? limit : null;
}
