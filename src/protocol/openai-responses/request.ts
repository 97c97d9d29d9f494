import { z } from 'zod';
import { checkShape } from '../json/check-shape';
import { estimateInputTokens } from '../json/estimate-tokens';
import { flag, modelName, objects, outputTokens } from '../json/fields';
import { editJson, type JsonEdit } from '../json/json-members';
import { readJsonObject } from '../json/read-object';
import type { DialectRequest, ReadResult, RequestPatch } from '../relay/dialect-request';

/** https://platform.openai.com/docs/api-reference/responses/create; only what we rely on is checked. */
const schema = z.looseObject({
  model: modelName,
  input: z.union([z.string(), objects], 'must be a text or a list of items'),
  instructions: z.string('must be a string').nullish(),
  stream: flag.nullish(),
  max_output_tokens: outputTokens.nullish(),
  tools: objects.nullish(),
});

export function readOpenAiResponsesRequest(raw: Buffer): ReadResult {
  const read = readJsonObject(raw);
  if (!read.ok) return read;
  const { body, bytes } = read;
  const refusal = checkShape(schema, body);
  if (refusal !== null) return refusal;
  const { model, input, stream, max_output_tokens, tools } = body as z.infer<typeof schema>;
  return {
    ok: true,
    request: {
      model,
      isStreaming: stream === true,
      outputTokensMax: max_output_tokens ?? null,
      inputTokensEstimate: estimateInputTokens({
        text: [body['instructions'], input, tools, body['text']],
        messages: Array.isArray(input) ? input.length + 1 : 1,
        hasTools: Array.isArray(tools) && tools.length > 0,
      }),
      body,
      bytes,
    },
  };
}

/** The bytes to send on: the caller's own unless something must differ. */
export function patchOpenAiResponsesRequest(request: DialectRequest, patch: RequestPatch): Buffer {
  const edits: JsonEdit[] = [];
  if (patch.model !== undefined && patch.model !== request.model) {
    edits.push({ path: ['model'], value: patch.model });
  }
  const { outputTokensMax } = patch;
  if (outputTokensMax !== undefined && outputTokensMax !== request.outputTokensMax) {
    // OpenAI refuses a smaller one.
    edits.push({
      path: ['max_output_tokens'],
      value: Math.max(OUTPUT_TOKENS_MIN, outputTokensMax),
    });
  }
  return edits.length === 0 ? request.bytes : editJson(request.bytes, edits);
}

const OUTPUT_TOKENS_MIN = 16;
