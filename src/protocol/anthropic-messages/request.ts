import { z } from 'zod';
import { checkShape } from '../json/check-shape';
import { estimateInputTokens } from '../json/estimate-tokens';
import { contentParts, flag, listOf, modelName, objects, outputTokens, text } from '../json/fields';
import { editJson, type JsonEdit } from '../json/json-members';
import { readJsonObject } from '../json/read-object';
import type { DialectRequest, ReadResult, RequestPatch } from '../relay/dialect-request';
import { isRecord } from '../relay/token-count';

export type AnthropicOperation = 'messages' | 'count_tokens';

const message = z.looseObject({ role: text, content: contentParts }, 'must be an object');

const countTokensSchema = z.looseObject({
  model: modelName,
  messages: listOf(message, { message: 'must be a list of messages', min: 1 }),
  system: contentParts.optional(),
  tools: objects.optional(),
});

/** https://platform.claude.com/docs/en/api/messages/create; only what we rely on is checked. */
const messagesSchema = countTokensSchema.extend({
  max_tokens: outputTokens,
  stream: flag.optional(),
});

/** The smallest thinking budget the provider accepts. */
const THINKING_TOKENS_MIN = 1_024;

export function readAnthropicRequest(raw: Buffer, operation: AnthropicOperation): ReadResult {
  const read = readJsonObject(raw);
  if (!read.ok) return read;
  const { body, bytes } = read;
  const schema = operation === 'messages' ? messagesSchema : countTokensSchema;
  const refusal = checkShape(schema, body);
  if (refusal !== null) return refusal;
  const { model, messages, max_tokens, stream } = body as z.infer<typeof messagesSchema>;
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  return {
    ok: true,
    request: {
      model,
      isStreaming: operation === 'messages' && stream === true,
      outputTokensMax: operation === 'messages' ? max_tokens : null,
      inputTokensEstimate: estimateInputTokens({
        text: [body['system'], messages, tools],
        messages: messages.length,
        hasTools: tools.length > 0,
      }),
      body,
      bytes,
    },
  };
}

/** The bytes to send on: the caller's own unless something must differ. */
export function patchAnthropicRequest(request: DialectRequest, patch: RequestPatch): Buffer {
  const edits: JsonEdit[] = [];
  if (patch.model !== undefined && patch.model !== request.model) {
    edits.push({ path: ['model'], value: patch.model });
  }
  const { outputTokensMax } = patch;
  if (outputTokensMax !== undefined && outputTokensMax !== request.outputTokensMax) {
    edits.push({ path: ['max_tokens'], value: outputTokensMax });
    const thinking = request.body['thinking'];
    const budget = isRecord(thinking) ? thinking['budget_tokens'] : undefined;
    // The provider refuses a thinking budget that is not below max_tokens.
    if (
      typeof budget === 'number' &&
      budget >= outputTokensMax &&
      outputTokensMax > THINKING_TOKENS_MIN
    ) {
      edits.push({ path: ['thinking', 'budget_tokens'], value: outputTokensMax - 1 });
    }
  }
  return edits.length === 0 ? request.bytes : editJson(request.bytes, edits);
}
