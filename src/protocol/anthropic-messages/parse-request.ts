import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ChatTool,
  ContentPart,
  OutputFormat,
  ReasoningWish,
  Source,
  ToolChoice,
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
import { wishFromBudget, wishFromEffort } from '../chat/reasoning';
import { unpackSignature } from '../chat/signature';
import { Untranslatable } from '../chat/untranslatable';
import { textOf } from '../chat/text-of';

/** Claude Code's first system block: it changes with every version and would spoil prompt caches elsewhere. */
const BILLING_BLOCK = 'x-anthropic-billing-header:';

/** An Anthropic body, checked by readAnthropicRequest, as a neutral request. Throws Untranslatable. */
export function anthropicToChatRequest(body: Json): ChatRequest {
  refuseFields(body, {
    container: 'only Anthropic has containers',
    mcp_servers: 'only Anthropic connects to MCP servers by itself',
  });
  const messages = listAt(body['messages'], 'messages');
  const choice = recordOf(body['tool_choice']);
  return {
    model: String(body['model']),
    isStreaming: body['stream'] === true,
    wantsUsage: true,
    system: [
      ...systemTexts(body['system']),
      ...messages.flatMap(([message]) =>
        message['role'] === 'system' ? systemTexts(message['content']) : [],
      ),
    ],
    messages: messages.flatMap(([message, at]) => toMessage(message, at)),
    tools: listAt(body['tools'], 'tools').map(([tool, at]) => toTool(tool, at)),
    toolChoice: toToolChoice(choice),
    isParallel: choice['disable_parallel_tool_use'] === true ? false : null,
    outputTokensMax: numberOf(body['max_tokens']),
    sampling: {
      temperature: numberOf(body['temperature']),
      topP: numberOf(body['top_p']),
      topK: numberOf(body['top_k']),
      seed: null,
      presencePenalty: null,
      frequencyPenalty: null,
    },
    stops: stringsOf(body['stop_sequences']),
    outputFormat: toOutputFormat(body),
    reasoning: toReasoning(body),
    fieldNames: {
      toolChoice: 'tool_choice',
      outputFormat: 'output_config.format',
      tools: 'tools',
      topK: 'top_k',
      stops: 'stop_sequences',
    },
  };
}

function systemTexts(system: unknown): string[] {
  const texts = Array.isArray(system) ? system.map((block) => textOf([block])) : [textOf(system)];
  return texts.filter((text) => text !== '' && !text.startsWith(BILLING_BLOCK));
}

function toMessage(message: Json, at: string): ChatMessage[] {
  const { role, content } = message;
  const blocks: [Json, string][] =
    typeof content === 'string'
      ? [[{ type: 'text', text: content }, `${at}.content`]]
      : listAt(content, `${at}.content`);
  if (role === 'user') return [{ role, parts: blocks.map(([block, at]) => toUserPart(block, at)) }];
  if (role === 'assistant') {
    return [{ role, parts: blocks.map(([block, at]) => toAssistantPart(block, at)) }];
  }
  if (role === 'system') return [];
  throw new Untranslatable(`${at}.role`, 'must be user or assistant');
}

function toUserPart(block: Json, at: string): UserPart {
  if (block['type'] !== 'tool_result') return toContentPart(block, at);
  const { content } = block;
  const parts =
    typeof content === 'string'
      ? [{ type: 'text' as const, text: content }]
      : listAt(content, `${at}.content`).map(([part, at]) => toContentPart(part, at));
  const callId = textAt(block['tool_use_id'], `${at}.tool_use_id`);
  return { type: 'tool-result', callId, parts, isError: block['is_error'] === true, at };
}

function toContentPart(block: Json, at: string): ContentPart {
  switch (block['type']) {
    case 'text':
      return { type: 'text', text: textAt(block['text'], `${at}.text`) };
    case 'image':
      return { type: 'image', source: toSource(recordOf(block['source']), at), at };
    case 'document':
      return toDocument(block, at);
    default:
      throw new Untranslatable(
        at,
        `a block of type ${shown(block['type'])} is for Anthropic's models only`,
      );
  }
}

function toDocument(block: Json, at: string): ContentPart {
  const source = recordOf(block['source']);
  if (source['type'] === 'text') return { type: 'text', text: textAt(source['data'], at) };
  if (source['type'] === 'content') return { type: 'text', text: textOf(source['content']) };
  return { type: 'document', source: toSource(source, at), name: stringOf(block['title']), at };
}

function toSource(source: Json, at: string): Source {
  switch (source['type']) {
    case 'base64':
      return {
        kind: 'base64',
        mediaType: textAt(source['media_type'], `${at}.source.media_type`),
        data: textAt(source['data'], `${at}.source.data`),
      };
    case 'url':
      return { kind: 'url', url: textAt(source['url'], `${at}.source.url`) };
    default:
      throw new Untranslatable(
        `${at}.source`,
        'files kept by Anthropic are for its own models only',
      );
  }
}

function toAssistantPart(block: Json, at: string): AssistantPart {
  switch (block['type']) {
    case 'text':
      return { type: 'text', text: textAt(block['text'], `${at}.text`) };
    case 'tool_use':
      return {
        type: 'tool-call',
        id: textAt(block['id'], `${at}.id`),
        name: textAt(block['name'], `${at}.name`),
        json: JSON.stringify(block['input'] ?? {}),
      };
    case 'thinking':
      return {
        type: 'reasoning',
        text: stringOf(block['thinking']) ?? '',
        signature: unpackSignature(stringOf(block['signature']) ?? '', 'anthropic'),
      };
    case 'redacted_thinking': {
      const signature = unpackSignature(stringOf(block['data']) ?? '', 'anthropic');
      return {
        type: 'reasoning',
        text: '',
        signature: signature === null ? null : { ...signature, isRedacted: true },
      };
    }
    default:
      throw new Untranslatable(
        at,
        `a block of type ${shown(block['type'])} is for Anthropic's models only`,
      );
  }
}

function toTool(tool: Json, at: string): ChatTool {
  const type = tool['type'] ?? 'custom';
  if (type !== 'custom') {
    throw new Untranslatable(at, `a tool of type ${shown(type)} is run by Anthropic only`);
  }
  return {
    name: textAt(tool['name'], `${at}.name`),
    description: stringOf(tool['description']),
    schema: recordOf(tool['input_schema']),
  };
}

function toToolChoice(choice: Json): ToolChoice | null {
  switch (choice['type']) {
    case 'auto':
    case 'none':
      return choice['type'];
    case 'any':
      return 'required';
    case 'tool':
      return { name: textAt(choice['name'], 'tool_choice.name') };
    default:
      return null;
  }
}

function toOutputFormat(body: Json): OutputFormat | null {
  const format = recordOf(recordOf(body['output_config'])['format'] ?? body['output_format']);
  if (format['type'] !== 'json_schema') return null;
  return { type: 'json-schema', name: 'answer', schema: recordOf(format['schema']) };
}

function toReasoning(body: Json): ReasoningWish | null {
  const thinking = recordOf(body['thinking']);
  const effort = stringOf(recordOf(body['output_config'])['effort']);
  if (thinking['type'] === 'disabled') return wishFromEffort('none');
  const budget = numberOf(thinking['budget_tokens']);
  if (thinking['type'] === 'enabled' && budget !== null) return wishFromBudget(budget);
  return thinking['type'] === 'adaptive' ? wishFromEffort(effort ?? 'medium') : null;
}

function shown(type: unknown): string {
  return `"${String(type).slice(0, 40)}"`;
}
