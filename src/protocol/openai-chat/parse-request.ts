import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ChatTool,
  ContentPart,
  OutputFormat,
  ToolChoice,
} from '../chat/chat-request';
import {
  booleanOf,
  listAt,
  numberOf,
  recordOf,
  refuseFields,
  stringOf,
  stringsOf,
  textAt,
  type Json,
} from '../chat/read-fields';
import { wishFromEffort } from '../chat/reasoning';
import { unpackSignature } from '../chat/signature';
import { sourceFromUrl } from '../chat/sources';
import { Untranslatable } from '../chat/untranslatable';
import { textOf } from '../chat/text-of';

/**
 * An OpenAI chat body, checked by readOpenAiChatRequest, as a neutral request. Throws Untranslatable. Dropped: what only
 * concerns OpenAI's own service (store, metadata, service_tier, user, prompt_cache_key, safety_identifier, prediction, verbosity).
 */
export function openAiToChatRequest(body: Json): ChatRequest {
  refuseFields(body, {
    logprobs: 'this model does not give log probabilities',
    logit_bias: 'this model has tokens of its own',
    functions: 'use tools instead',
    function_call: 'use tool_choice instead',
    web_search_options: 'only OpenAI searches the web by itself',
    audio: 'this model answers in text only',
  });
  if (typeof body['n'] === 'number' && body['n'] > 1) {
    throw new Untranslatable('n', 'this model gives one answer at a time');
  }
  const messages = listAt(body['messages'], 'messages');
  return {
    model: String(body['model']),
    isStreaming: body['stream'] === true,
    wantsUsage: recordOf(body['stream_options'])['include_usage'] === true,
    system: messages.flatMap(([message]) => (isSystem(message) ? systemTexts(message) : [])),
    messages: messages.flatMap(([message, at]) => toMessage(message, at)),
    tools: listAt(body['tools'], 'tools').map(([tool, at]) => toTool(tool, at)),
    toolChoice: toToolChoice(body['tool_choice']),
    isParallel: booleanOf(body['parallel_tool_calls']),
    outputTokensMax: numberOf(body['max_completion_tokens']) ?? numberOf(body['max_tokens']),
    sampling: {
      temperature: numberOf(body['temperature']),
      topP: numberOf(body['top_p']),
      // Not OpenAI's, but understood by most servers that speak its dialect.
      topK: numberOf(body['top_k']),
      seed: numberOf(body['seed']),
      presencePenalty: numberOf(body['presence_penalty']),
      frequencyPenalty: numberOf(body['frequency_penalty']),
    },
    stops: stringsOf(body['stop']),
    outputFormat: toOutputFormat(recordOf(body['response_format'])),
    reasoning:
      typeof body['reasoning_effort'] === 'string'
        ? wishFromEffort(body['reasoning_effort'])
        : null,
    fieldNames: {
      toolChoice: 'tool_choice',
      outputFormat: 'response_format',
      tools: 'tools',
      topK: 'top_k',
      stops: 'stop',
    },
  };
}

function isSystem({ role }: Json): boolean {
  return role === 'system' || role === 'developer';
}

function systemTexts(message: Json): string[] {
  const text = textOf(message['content']);
  return text === '' ? [] : [text];
}

function toMessage(message: Json, at: string): ChatMessage[] {
  if (isSystem(message)) return [];
  const { role, content } = message;
  switch (role) {
    case 'user':
      return [{ role, parts: toContentParts(content, `${at}.content`) }];
    case 'assistant':
      return [{ role, parts: toAssistantParts(message, at) }];
    case 'tool':
      return [
        {
          role: 'user',
          parts: [
            {
              type: 'tool-result',
              callId: textAt(message['tool_call_id'], `${at}.tool_call_id`),
              parts: toContentParts(content, `${at}.content`),
              isError: false,
              at,
            },
          ],
        },
      ];
    default:
      throw new Untranslatable(`${at}.role`, 'must be system, developer, user, assistant or tool');
  }
}

function toContentParts(content: unknown, at: string): ContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return listAt(content, at).map(([part, at]) => toContentPart(part, at));
}

function toContentPart(part: Json, at: string): ContentPart {
  switch (part['type']) {
    case 'text':
      return { type: 'text', text: textAt(part['text'], `${at}.text`) };
    case 'image_url': {
      const url = textAt(recordOf(part['image_url'])['url'], `${at}.image_url.url`);
      return { type: 'image', source: sourceFromUrl(url), at };
    }
    case 'file': {
      const { file_data: data, filename } = recordOf(part['file']);
      if (typeof data !== 'string') {
        throw new Untranslatable(
          `${at}.file`,
          'files kept by OpenAI are for its own models only: send file_data',
        );
      }
      return { type: 'document', source: sourceFromUrl(data), name: stringOf(filename), at };
    }
    case 'input_audio':
      throw new Untranslatable(at, 'this model does not hear audio');
    default:
      throw new Untranslatable(at, 'a content part of this type cannot be carried to this model');
  }
}

function toAssistantParts(message: Json, at: string): AssistantPart[] {
  const text = textOf(message['content']) || (stringOf(message['refusal']) ?? '');
  const calls = listAt(message['tool_calls'], `${at}.tool_calls`);
  return [
    ...toReasoning(message),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...calls.map(([call, at]) => toToolCall(call, at)),
  ];
}

/** Clients that keep `reasoning_details` (a convention of OpenRouter) bring signed thoughts back. */
function toReasoning(message: Json): AssistantPart[] {
  return listAt(message['reasoning_details'], 'reasoning_details').flatMap(([detail]) => {
    const signature = unpackSignature(stringOf(detail['signature'] ?? detail['data']) ?? '', null);
    if (signature === null) return [];
    return [{ type: 'reasoning' as const, text: stringOf(detail['text']) ?? '', signature }];
  });
}

function toToolCall(call: Json, at: string): AssistantPart {
  const target = recordOf(call['function']);
  return {
    type: 'tool-call',
    id: textAt(call['id'], `${at}.id`),
    name: textAt(target['name'], `${at}.function.name`),
    json: stringOf(target['arguments']) ?? '{}',
  };
}

function toTool(tool: Json, at: string): ChatTool {
  const definition = recordOf(tool['function']);
  if (tool['type'] !== 'function') {
    throw new Untranslatable(at, 'only tools of type "function" can be carried to this model');
  }
  return {
    name: textAt(definition['name'], `${at}.function.name`),
    description: stringOf(definition['description']),
    schema: recordOf(definition['parameters']),
  };
}

function toToolChoice(choice: unknown): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (choice === undefined || choice === null) return null;
  const { name } = recordOf(recordOf(choice)['function']);
  return { name: textAt(name, 'tool_choice.function.name') };
}

function toOutputFormat(format: Json): OutputFormat | null {
  if (format['type'] === 'json_object') return { type: 'json' };
  if (format['type'] !== 'json_schema') return null;
  const { name, schema } = recordOf(format['json_schema']);
  return { type: 'json-schema', name: stringOf(name) ?? 'answer', schema: recordOf(schema) };
}
