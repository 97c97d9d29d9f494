import { z } from 'zod';
import { checkShape } from '../json/check-shape';
import { estimateInputTokens } from '../json/estimate-tokens';
import {
  contentParts,
  flag,
  listOf,
  modelName,
  objects,
  outputTokens,
  text,
  wholeNumber,
} from '../json/fields';
import { editJson, type JsonEdit } from '../json/json-members';
import { readJsonObject } from '../json/read-object';
import type { DialectRequest, ReadResult, RequestPatch } from '../relay/dialect-request';

export type OpenAiChatOperation = 'chat' | 'completions';

/** Each choice is an answer of its own and costs as much. */
export const CHOICES_MAX = 16;

export interface OpenAiChatRequest extends DialectRequest {
  choices: number;
  /** False when the caller did not ask for usage in the stream: see withoutUsageChunk. */
  wantsUsage: boolean;
}

export interface OpenAiChatPatch extends RequestPatch {
  /** Ask the upstream for the usage chunk even if the caller did not. */
  includeUsage?: boolean;
}

const message = z.looseObject({ role: text, content: contentParts.nullish() }, 'must be an object');

const base = z.looseObject({
  model: modelName,
  stream: flag.nullish(),
  max_tokens: outputTokens.nullish(),
  max_completion_tokens: outputTokens.nullish(),
  n: wholeNumber(1, CHOICES_MAX).nullish(),
  stream_options: z.looseObject({ include_usage: flag.nullish() }, 'must be an object').nullish(),
});

/** https://platform.openai.com/docs/api-reference/chat/create; only what we rely on is checked. */
const schemas: Record<OpenAiChatOperation, z.ZodType> = {
  chat: base.extend({
    messages: listOf(message, { message: 'must be a list of messages', min: 1 }),
    tools: objects.nullish(),
  }),
  // The old endpoint also takes token numbers; it is relayed, never translated.
  completions: base.extend({
    prompt: z.union([z.string(), z.array(z.unknown())], 'must be a string or a list'),
    best_of: wholeNumber(1, CHOICES_MAX).nullish(),
  }),
};

export function readOpenAiChatRequest(
  raw: Buffer,
  operation: OpenAiChatOperation,
): ReadResult<OpenAiChatRequest> {
  const read = readJsonObject(raw);
  if (!read.ok) return read;
  const { body, bytes } = read;
  const refusal = checkShape(schemas[operation], body);
  if (refusal !== null) return refusal;
  const { model, stream, n, stream_options: options } = body as z.infer<typeof base>;
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  const choices = Math.max(n ?? 1, Number(body['best_of'] ?? 1));
  const limit = perChoiceLimit(body);
  return {
    ok: true,
    request: {
      model,
      isStreaming: stream === true,
      outputTokensMax: limit === null ? null : limit * choices,
      inputTokensEstimate: estimateInputTokens({
        text: [messages, tools, body['prompt'], body['response_format']],
        messages: Math.max(1, messages.length),
        hasTools: tools.length > 0,
      }),
      body,
      bytes,
      choices,
      wantsUsage: options?.include_usage === true,
    },
  };
}

/** The bytes to send on: the caller's own unless something must differ. */
export function patchOpenAiChatRequest(request: OpenAiChatRequest, patch: OpenAiChatPatch): Buffer {
  const edits: JsonEdit[] = [];
  const { body, choices } = request;
  if (patch.model !== undefined && patch.model !== request.model) {
    edits.push({ path: ['model'], value: patch.model });
  }
  const { outputTokensMax } = patch;
  if (outputTokensMax !== undefined && outputTokensMax !== request.outputTokensMax) {
    const value = Math.max(1, Math.floor(outputTokensMax / choices));
    const present = (['max_completion_tokens', 'max_tokens'] as const).filter(
      (name) => typeof body[name] === 'number',
    );
    const names = present.length > 0 ? present : [patch.outputField ?? 'max_completion_tokens'];
    for (const name of names) edits.push({ path: [name], value });
  }
  if (patch.includeUsage === true && request.isStreaming && !request.wantsUsage) {
    edits.push({ path: ['stream_options', 'include_usage'], value: true });
  }
  return edits.length === 0 ? request.bytes : editJson(request.bytes, edits);
}

/** Servers differ in which of the two they obey when both are there: the larger one is what may be spent. */
function perChoiceLimit(body: Record<string, unknown>): number | null {
  const limits = [body['max_completion_tokens'], body['max_tokens']].filter(
    (limit) => typeof limit === 'number',
  );
  return limits.length === 0 ? null : Math.max(...limits);
}
