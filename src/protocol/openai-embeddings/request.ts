import { z } from 'zod';
import { checkShape } from '../json/check-shape';
import { estimateInputTokens } from '../json/estimate-tokens';
import { listOf, modelName, text, wholeNumber } from '../json/fields';
import { editJson } from '../json/json-members';
import { readJsonObject } from '../json/read-object';
import type { DialectRequest, ReadResult, RequestPatch } from '../relay/dialect-request';

/** As OpenAI itself allows. */
const INPUTS_MAX = 2_048;
const DIMENSIONS_MAX = 4_096;

const token = z.int('must be a whole number');
const texts = listOf(text, { message: 'must be a list', min: 1, max: INPUTS_MAX });
const tokens = listOf(token, { message: 'must be a list', min: 1 });
const tokenLists = listOf(tokens, { message: 'must be a list', min: 1, max: INPUTS_MAX });

/** https://platform.openai.com/docs/api-reference/embeddings/create; only what we rely on is checked. */
const schema = z.looseObject({
  model: modelName,
  input: z.union(
    [text, texts, tokens, tokenLists],
    `must be a text, a list of up to ${INPUTS_MAX} texts, or token numbers`,
  ),
  encoding_format: z.enum(['float', 'base64'], 'must be float or base64').nullish(),
  dimensions: wholeNumber(1, DIMENSIONS_MAX).nullish(),
});

export function readOpenAiEmbeddingsRequest(raw: Buffer): ReadResult {
  const read = readJsonObject(raw);
  if (!read.ok) return read;
  const { body, bytes } = read;
  const refusal = checkShape(schema, body);
  if (refusal !== null) return refusal;
  const { model, input } = body as z.infer<typeof schema>;
  return {
    ok: true,
    request: {
      model,
      isStreaming: false,
      outputTokensMax: null,
      inputTokensEstimate: estimateInputTokens({
        text: [input],
        messages: Array.isArray(input) ? input.length : 1,
        hasTools: false,
      }),
      body,
      bytes,
    },
  };
}

/** The bytes to send on: the caller's own unless the model must differ. */
export function patchModel(request: DialectRequest, { model }: RequestPatch): Buffer {
  if (model === undefined || model === request.model) return request.bytes;
  return editJson(request.bytes, [{ path: ['model'], value: model }]);
}
