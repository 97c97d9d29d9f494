import type { ChatAnswer } from '../chat/chat-answer';
import type { AssistantPart, Signature } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import { packSignature } from '../chat/signature';
import type { AnswerFace } from '../chat/stream-codec';
import { readArguments } from '../chat/tool-arguments';
import { toStopReason } from './finish-reason';
import { toAnthropicUsage } from './usage';

/** A whole answer in Anthropic's form. */
export function chatToAnthropicAnswer(answer: ChatAnswer, face: AnswerFace): Json {
  return {
    id: `msg_${face.id}`,
    type: 'message',
    role: 'assistant',
    model: face.model,
    content: answer.parts.map((part) => toBlock(part)),
    stop_reason: toStopReason(answer.finish, answer.stop),
    stop_sequence: answer.finish === 'stop' ? answer.stop : null,
    usage: toAnthropicUsage(answer.usage),
  };
}

function toBlock(part: AssistantPart): Json {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: readArguments(part.json) };
    case 'reasoning':
      return part.signature?.isRedacted === true
        ? { type: 'redacted_thinking', data: signatureText(part.signature) }
        : { type: 'thinking', thinking: part.text, signature: signatureText(part.signature) };
  }
}

/** An unsigned thought has an empty signature, by which parse-request knows it again. */
export function signatureText(signature: Signature | null): string {
  return signature === null ? '' : packSignature(signature);
}
