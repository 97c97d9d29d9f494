import type { ChatAnswer } from '../chat/chat-answer';
import type { AssistantPart } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import type { AnswerFace } from '../chat/stream-codec';
import { toStatus } from './finish-reason';
import { freeformInput } from './freeform';
import { renderReasoning } from './reasoning-item';
import { toResponsesUsage } from './usage';

/** A whole answer in the form of OpenAI's Responses. */
export function chatToResponsesAnswer(answer: ChatAnswer, face: AnswerFace): Json {
  return {
    ...responseHead(face),
    ...toStatus(answer.finish),
    output: answer.parts.map((part, index) => renderItem(part, itemId(face, index), face)),
    usage: toResponsesUsage(answer.usage),
  };
}

/** All that a response object says besides its output; the SDKs expect the members to be there. */
export function responseHead(face: AnswerFace): Json {
  return {
    id: `resp_${face.id}`,
    object: 'response',
    created_at: Math.floor(face.createdAtMs / 1000),
    status: 'in_progress',
    model: face.model,
    output: [],
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
  };
}

export function itemId(face: AnswerFace, index: number): string {
  return `item_${face.id}_${index}`;
}

/** A finished item. */
export function renderItem(part: AssistantPart, id: string, face: AnswerFace): Json {
  switch (part.type) {
    case 'text':
      return {
        id,
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: part.text, annotations: [], logprobs: [] }],
      };
    case 'reasoning':
      return renderReasoning(id, part.text, part.signature);
    case 'tool-call': {
      const { id: call_id, name, json } = part;
      const call = { id, call_id, name, status: 'completed' };
      return isFreeform(name, face)
        ? { ...call, type: 'custom_tool_call', input: freeformInput(json) }
        : { ...call, type: 'function_call', arguments: json };
    }
  }
}

export function isFreeform(name: string, face: AnswerFace): boolean {
  return face.freeformTools?.includes(name) === true;
}
