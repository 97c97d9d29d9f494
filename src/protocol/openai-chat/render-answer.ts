import type { ChatAnswer } from '../chat/chat-answer';
import type { ReasoningPart } from '../chat/chat-request';
import { compact, type Json } from '../chat/read-fields';
import { packSignature } from '../chat/signature';
import type { AnswerFace } from '../chat/stream-codec';
import { toFinishReason } from './finish-reason';
import { toOpenAiUsage } from './usage';

/** A whole answer in OpenAI's chat form. Reasoning stands where most servers of this dialect put it. */
export function chatToOpenAiAnswer(answer: ChatAnswer, face: AnswerFace): Json {
  const { parts } = answer;
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const thoughts = parts.filter((part) => part.type === 'reasoning');
  const calls = parts.filter((part) => part.type === 'tool-call');
  const message = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...compact({
      reasoning_content: thoughts.map((thought) => thought.text).join('') || null,
      reasoning_details: reasoningDetails(thoughts),
      tool_calls:
        calls.length === 0
          ? null
          : calls.map(({ id, name, json }) => ({
              id,
              type: 'function',
              function: { name, arguments: json },
            })),
    }),
  };
  return {
    id: `chatcmpl-${face.id}`,
    object: 'chat.completion',
    created: Math.floor(face.createdAtMs / 1000),
    model: face.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: toFinishReason(answer.finish) }],
    usage: toOpenAiUsage(answer.usage),
  };
}

/** Signed thoughts, for clients that send them back; null when there is none. */
export function reasoningDetails(thoughts: readonly ReasoningPart[]): Json[] | null {
  const signed = thoughts.flatMap(({ text, signature }): Json[] => {
    if (signature === null) return [];
    const packed = packSignature(signature);
    return signature.isRedacted
      ? [{ type: 'reasoning.encrypted', data: packed }]
      : [{ type: 'reasoning.text', text, signature: packed }];
  });
  return signed.length === 0 ? null : signed;
}
