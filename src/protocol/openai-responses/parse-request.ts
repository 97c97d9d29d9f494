import type {
  ChatMessage,
  ChatRequest,
  ChatTool,
  ContentPart,
  OutputFormat,
  ToolChoice,
  UserPart,
} from '../chat/chat-request';
import { mergeTurns } from '../chat/merge-turns';
import {
  booleanOf,
  listAt,
  numberOf,
  recordOf,
  refuseFields,
  stringOf,
  textAt,
  type Json,
} from '../chat/read-fields';
import { wishFromEffort } from '../chat/reasoning';
import { sourceFromUrl } from '../chat/sources';
import { Untranslatable } from '../chat/untranslatable';
import { textOf } from '../chat/text-of';
import { FREEFORM_SCHEMA, toFreeformJson } from './freeform';
import { toReasoningPart } from './reasoning-item';

/**
 * A Responses body, checked by readOpenAiResponsesRequest, as a neutral request. Throws Untranslatable. Dropped: hosted tools (Codex
 * offers them whether or not the model has them) and what concerns OpenAI's own service (store, include, metadata, …).
 */
export function responsesToChatRequest(body: Json): ChatRequest {
  refuseFields(body, {
    previous_response_id: 'this server keeps no responses: send the whole input',
    conversation: 'this server keeps no conversations: send the whole input',
    background: 'this server answers while you wait',
    prompt: 'prompts kept by OpenAI are for its own models only',
  });
  const { input } = body;
  const items: [Json, string][] =
    typeof input === 'string'
      ? [[{ role: 'user', content: input }, 'input']]
      : listAt(input, 'input');
  const instructions = stringOf(body['instructions']);
  return {
    model: String(body['model']),
    isStreaming: body['stream'] === true,
    wantsUsage: true,
    system: [
      ...(instructions ? [instructions] : []),
      ...items.flatMap(([item]) => (isSystem(item) ? [textOf(item['content'])] : [])),
    ],
    messages: mergeTurns(items.flatMap(([item, at]) => toMessage(item, at))),
    tools: listAt(body['tools'], 'tools').flatMap(([tool, at]) => toTool(tool, at)),
    toolChoice: toToolChoice(body['tool_choice']),
    isParallel: booleanOf(body['parallel_tool_calls']),
    outputTokensMax: numberOf(body['max_output_tokens']),
    sampling: {
      temperature: numberOf(body['temperature']),
      topP: numberOf(body['top_p']),
      topK: null,
      seed: null,
      presencePenalty: null,
      frequencyPenalty: null,
    },
    stops: [],
    outputFormat: toOutputFormat(recordOf(recordOf(body['text'])['format'])),
    reasoning: toReasoning(recordOf(body['reasoning'])),
    fieldNames: {
      toolChoice: 'tool_choice',
      outputFormat: 'text.format',
      tools: 'tools',
      topK: 'top_k',
      stops: 'stop',
    },
  };
}

function isSystem({ role }: Json): boolean {
  return role === 'system' || role === 'developer';
}

function toMessage(item: Json, at: string): ChatMessage[] {
  if (isSystem(item)) return [];
  switch (item['type'] ?? 'message') {
    case 'message':
      return [toSaid(item, at)];
    case 'reasoning':
      return [{ role: 'assistant', parts: [toReasoningPart(item)] }];
    case 'function_call':
      return [toCall(item, at, textAt(item['arguments'], `${at}.arguments`))];
    case 'custom_tool_call':
      return [toCall(item, at, toFreeformJson(item['input']))];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'user', parts: [toResult(item, at)] }];
    default:
      throw new Untranslatable(at, 'an item of this type is for OpenAI’s own models only');
  }
}

function toSaid(item: Json, at: string): ChatMessage {
  if (item['role'] === 'assistant') {
    const refusals = Array.isArray(item['content']) ? refusalsOf(item['content']) : '';
    return {
      role: 'assistant',
      parts: [{ type: 'text', text: textOf(item['content']) + refusals }],
    };
  }
  return { role: 'user', parts: toContentParts(item['content'], `${at}.content`) };
}

function refusalsOf(content: unknown[]): string {
  return content.map((part) => stringOf(recordOf(part)['refusal']) ?? '').join('');
}

function toCall(item: Json, at: string, json: string): ChatMessage {
  const id = textAt(item['call_id'], `${at}.call_id`);
  const name = textAt(item['name'], `${at}.name`);
  return { role: 'assistant', parts: [{ type: 'tool-call', id, name, json }] };
}

function toResult(item: Json, at: string): UserPart {
  return {
    type: 'tool-result',
    callId: textAt(item['call_id'], `${at}.call_id`),
    parts: toContentParts(item['output'], `${at}.output`),
    isError: false,
    at,
  };
}

function toContentParts(content: unknown, at: string): ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return listAt(content, at).map(([part, at]) => toContentPart(part, at));
}

function toContentPart(part: Json, at: string): ContentPart {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: textAt(part['text'], `${at}.text`) };
    case 'input_image': {
      const url = part['image_url'];
      if (typeof url !== 'string') {
        throw new Untranslatable(
          at,
          'files kept by OpenAI are for its own models only: send image_url',
        );
      }
      return { type: 'image', source: sourceFromUrl(url), at };
    }
    case 'input_file': {
      const url = part['file_data'] ?? part['file_url'];
      if (typeof url !== 'string') {
        throw new Untranslatable(
          at,
          'files kept by OpenAI are for its own models only: send file_data',
        );
      }
      return { type: 'document', source: sourceFromUrl(url), name: stringOf(part['filename']), at };
    }
    default:
      throw new Untranslatable(at, 'a content part of this type cannot be carried to this model');
  }
}

function toTool(tool: Json, at: string): ChatTool[] {
  const isFreeform = tool['type'] === 'custom';
  if (tool['type'] !== 'function' && !isFreeform) return [];
  const base = {
    name: textAt(tool['name'], `${at}.name`),
    description: stringOf(tool['description']),
  };
  return isFreeform
    ? [{ ...base, schema: FREEFORM_SCHEMA, isFreeform }]
    : [{ ...base, schema: recordOf(tool['parameters']) }];
}

function toToolChoice(choice: unknown): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (choice === undefined || choice === null) return null;
  const { type, name } = recordOf(choice);
  if (type !== 'function' && type !== 'custom') {
    throw new Untranslatable('tool_choice', 'this model can only be told to call a function');
  }
  return { name: textAt(name, 'tool_choice.name') };
}

function toOutputFormat(format: Json): OutputFormat | null {
  if (format['type'] === 'json_object') return { type: 'json' };
  if (format['type'] !== 'json_schema') return null;
  const { name, schema } = format;
  return { type: 'json-schema', name: stringOf(name) ?? 'answer', schema: recordOf(schema) };
}

function toReasoning({ effort }: Json): ChatRequest['reasoning'] {
  return typeof effort === 'string' ? wishFromEffort(effort) : null;
}
