import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ChatTool,
  OutputFormat,
  ReasoningWish,
  UserPart,
} from '../chat/chat-request';
import {
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
import { imageTypeOf } from '../chat/sources';

/**
 * An Ollama chat or generate body, checked by readOllamaRequest, as a neutral request. Throws Untranslatable. Dropped: how Ollama
 * is to run the model (keep_alive, truncate, num_ctx, num_gpu, mirostat and the other options of its sampler).
 */
export function ollamaToChatRequest(body: Json): ChatRequest {
  refuseFields(body, {
    raw: 'this model has no prompt template to go without',
    suffix: 'this model does not fill in the middle',
    context: 'this model keeps no context: use chat',
  });
  const isChat = body['prompt'] === undefined;
  const options = recordOf(body['options']);
  const limit = numberOf(options['num_predict']);
  return {
    model: String(body['model'] ?? body['name']),
    isStreaming: body['stream'] !== false,
    wantsUsage: true,
    ...(isChat ? chatTurns(body) : generateTurns(body)),
    tools: listAt(body['tools'], 'tools').map(([tool, at]) => toTool(tool, at)),
    toolChoice: null,
    isParallel: null,
    outputTokensMax: limit !== null && limit > 0 ? limit : null,
    sampling: {
      temperature: numberOf(options['temperature']),
      topP: numberOf(options['top_p']),
      topK: numberOf(options['top_k']),
      seed: numberOf(options['seed']),
      presencePenalty: numberOf(options['presence_penalty']),
      frequencyPenalty: numberOf(options['frequency_penalty']),
    },
    stops: stringsOf(options['stop']),
    outputFormat: toOutputFormat(body['format']),
    reasoning: toReasoning(body['think']),
    fieldNames: {
      toolChoice: 'tools',
      outputFormat: 'format',
      tools: 'tools',
      topK: 'options.top_k',
      stops: 'options.stop',
    },
  };
}

type Turns = Pick<ChatRequest, 'system' | 'messages'>;

function chatTurns(body: Json): Turns {
  const messages = listAt(body['messages'], 'messages');
  const ids = new CallIds();
  return {
    system: messages.flatMap(([{ role, content }]) =>
      role === 'system' && typeof content === 'string' && content !== '' ? [content] : [],
    ),
    messages: messages.flatMap(([message, at]) => toMessage(message, at, ids)),
  };
}

function generateTurns(body: Json): Turns {
  const system = stringOf(body['system']);
  return {
    system: system ? [system] : [],
    messages: [
      {
        role: 'user',
        parts: [
          { type: 'text', text: stringOf(body['prompt']) ?? '' },
          ...toImages(body['images'], 'images'),
        ],
      },
    ],
  };
}

/**
 * Other dialects tie a result to its call by an id, which Ollama's clients often do not send: the results then
 * answer the calls in the order in which they were made, by name where it is given.
 */
class CallIds {
  private made = 0;
  private open: { id: string; name: string }[] = [];

  make(name: string): string {
    const id = `call_${this.made++}`;
    this.open.push({ id, name });
    return id;
  }

  answer(name: string | null): string {
    const at = name === null ? 0 : this.open.findIndex((call) => call.name === name);
    const [call] = this.open.splice(Math.max(0, at), 1);
    return call?.id ?? `call_${this.made++}`;
  }
}

function toMessage(message: Json, at: string, ids: CallIds): ChatMessage[] {
  const { role } = message;
  const text = stringOf(message['content']) ?? '';
  const images = toImages(message['images'], `${at}.images`);
  switch (role) {
    case 'system':
      return [];
    case 'assistant':
      return [{ role, parts: toAssistantParts(message, at, ids) }];
    case 'tool': {
      const name = stringOf(message['tool_name']) ?? stringOf(message['name']);
      const callId = stringOf(message['tool_call_id']) ?? ids.answer(name);
      const parts = [{ type: 'text' as const, text }, ...images];
      return [
        { role: 'user', parts: [{ type: 'tool-result', callId, parts, isError: false, at }] },
      ];
    }
    default:
      return [{ role: 'user', parts: [{ type: 'text', text }, ...images] }];
  }
}

function toImages(images: unknown, at: string): Extract<UserPart, { type: 'image' }>[] {
  return stringsOf(images).map((data, index) => ({
    type: 'image',
    source: { kind: 'base64', mediaType: imageTypeOf(data), data },
    at: `${at}.${index}`,
  }));
}

function toAssistantParts(message: Json, at: string, ids: CallIds): AssistantPart[] {
  const text = stringOf(message['content']) ?? '';
  const calls = listAt(message['tool_calls'], `${at}.tool_calls`).map(([call, at]) => {
    const target = recordOf(call['function']);
    const name = textAt(target['name'], `${at}.function.name`);
    const id = stringOf(call['id']) ?? ids.make(name);
    const json = JSON.stringify(target['arguments'] ?? {});
    return { type: 'tool-call' as const, id, name, json };
  });
  return text === '' ? calls : [{ type: 'text', text }, ...calls];
}

function toTool(tool: Json, at: string): ChatTool {
  const definition = recordOf(tool['function']);
  return {
    name: textAt(definition['name'], `${at}.function.name`),
    description: stringOf(definition['description']),
    schema: recordOf(definition['parameters']),
  };
}

function toOutputFormat(format: unknown): OutputFormat | null {
  if (format === 'json') return { type: 'json' };
  const schema = recordOf(format);
  return Object.keys(schema).length === 0 ? null : { type: 'json-schema', name: 'answer', schema };
}

function toReasoning(think: unknown): ReasoningWish | null {
  if (typeof think === 'string') return wishFromEffort(think);
  if (typeof think !== 'boolean') return null;
  return wishFromEffort(think ? 'medium' : 'none');
}
