import type { ChatAnswer } from '../chat/chat-answer';
import type { AssistantPart } from '../chat/chat-request';
import { compact, type Json } from '../chat/read-fields';
import type { AnswerFace } from '../chat/stream-codec';
import { readArguments } from '../chat/tool-arguments';
import type { FinishReason } from '../chat/chat-event';
import type { ReportedUsage } from '../relay/answer-scanner';
import { toDoneReason } from './finish-reason';

/** `chat` puts what is said into a message, `generate` into `response`. */
export type OllamaDoor = 'chat' | 'generate';

export interface Said {
  text: string;
  thinking: string;
  calls: Extract<AssistantPart, { type: 'tool-call' }>[];
}

/** A whole answer in Ollama's form. */
export function chatToOllamaAnswer(answer: ChatAnswer, face: AnswerFace, door: OllamaDoor): Json {
  const said: Said = {
    text: answer.parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    thinking: answer.parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
    calls: answer.parts.filter((part) => part.type === 'tool-call'),
  };
  return { ...renderSaid(said, face, door), ...renderEnd(answer.finish, answer.usage) };
}

/** What one line of a stream, or a whole answer, says. */
export function renderSaid(
  { text, thinking, calls }: Said,
  face: AnswerFace,
  door: OllamaDoor,
): Json {
  const extras = compact({
    thinking: thinking === '' ? null : thinking,
    tool_calls:
      calls.length === 0
        ? null
        : calls.map(({ id, name, json }) => ({
            id,
            function: { name, arguments: readArguments(json) },
          })),
  });
  return {
    model: face.model,
    created_at: new Date(face.createdAtMs).toISOString(),
    ...(door === 'chat'
      ? { message: { role: 'assistant', content: text, ...extras } }
      : { response: text, ...extras }),
  };
}

/** The end of an answer. Durations are Ollama's own business: the fields are there, and zero. */
export function renderEnd(finish: FinishReason, usage: ReportedUsage | null): Json {
  return {
    done: true,
    done_reason: toDoneReason(finish),
    total_duration: 0,
    load_duration: 0,
    prompt_eval_count: usage === null ? 0 : usage.input + usage.cacheRead + usage.cacheWrite,
    prompt_eval_duration: 0,
    eval_count: usage === null ? 0 : usage.output + usage.reasoning,
    eval_duration: 0,
  };
}
