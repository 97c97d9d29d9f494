import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ContentPart,
  Source,
  ToolResultPart,
  UpstreamTarget,
  UserPart,
} from '../chat/chat-request';
import { mergeTurns } from '../chat/merge-turns';
import { compact, type Json } from '../chat/read-fields';
import { budgetWithin } from '../chat/reasoning';
import { readArguments } from '../chat/tool-arguments';
import { Untranslatable } from '../chat/untranslatable';

/** The body of an Anthropic request. Dropped: seed and penalties, which the dialect does not have. */
export function chatToAnthropicRequest(chat: ChatRequest, target: UpstreamTarget): Json {
  const limit = chat.outputTokensMax ?? target.outputTokensDefault;
  const isForced = chat.toolChoice === 'required' || typeof chat.toolChoice === 'object';
  // Anthropic refuses thinking together with a forced tool; the tool is what the program relies on.
  const isThinkable = chat.reasoning !== null && !(isForced && chat.toolChoice !== null);
  const budget = isThinkable ? budgetWithin(chat.reasoning!, limit) : null;
  return compact({
    model: target.model,
    max_tokens: limit,
    stream: chat.isStreaming ? true : null,
    system: chat.system.length === 0 ? null : chat.system.join('\n\n'),
    messages: mergeTurns(chat.messages).map((message) => toWireMessage(message, target)),
    tools: chat.tools.length === 0 ? null : chat.tools.map((tool) => toWireTool(tool)),
    tool_choice: toWireChoice(chat),
    ...sampling(chat, budget !== null),
    stop_sequences: chat.stops.length === 0 ? null : chat.stops,
    output_config: toOutputConfig(chat),
    thinking: budget === null ? null : { type: 'enabled', budget_tokens: budget },
  });
}

/** Thinking allows no sampling but its own; the scale ends at 1 where OpenAI's ends at 2. */
function sampling({ sampling }: ChatRequest, isThinking: boolean): Json {
  if (isThinking) return {};
  const { temperature, topP, topK } = sampling;
  return {
    temperature: temperature === null ? null : Math.min(temperature, 1),
    // The provider refuses both at once on current models.
    top_p: temperature === null ? topP : null,
    top_k: topK,
  };
}

function toWireMessage(message: ChatMessage, target: UpstreamTarget): Json {
  const content =
    message.role === 'user'
      ? resultsFirst(message.parts).flatMap((part) => toUserBlock(part))
      : message.parts.flatMap((part) => toAssistantBlock(part, target));
  // An empty message is refused; one space is the least that is not.
  const blocks = content.length === 0 ? [{ type: 'text', text: ' ' }] : content;
  return { role: message.role, content: blocks };
}

/** The provider refuses text before the results of the calls it is waiting for. */
function resultsFirst(parts: readonly UserPart[]): UserPart[] {
  return [
    ...parts.filter((part) => part.type === 'tool-result'),
    ...parts.filter((part) => part.type !== 'tool-result'),
  ];
}

function toUserBlock(part: UserPart): Json[] {
  return part.type === 'tool-result' ? [toResultBlock(part)] : toContentBlock(part);
}

function toResultBlock(part: ToolResultPart): Json {
  return compact({
    type: 'tool_result',
    tool_use_id: part.callId,
    content: part.parts.flatMap((inner) => toContentBlock(inner)),
    is_error: part.isError ? true : null,
  });
}

function toContentBlock(part: ContentPart): Json[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image':
      return [{ type: 'image', source: toWireSource(part.source) }];
    case 'document':
      if (part.source.kind === 'base64' && part.source.mediaType !== 'application/pdf') {
        throw new Untranslatable(part.at, 'this model reads documents as PDF only');
      }
      return [compact({ type: 'document', source: toWireSource(part.source), title: part.name })];
  }
}

function toWireSource(source: Source): Json {
  return source.kind === 'url'
    ? { type: 'url', url: source.url }
    : { type: 'base64', media_type: source.mediaType, data: source.data };
}

function toAssistantBlock(part: AssistantPart, target: UpstreamTarget): Json[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'tool-call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: readArguments(part.json) }];
    case 'reasoning': {
      const { signature, text } = part;
      if (signature === null || signature.provider !== target.provider) return [];
      return signature.isRedacted
        ? [{ type: 'redacted_thinking', data: signature.value }]
        : [{ type: 'thinking', thinking: text, signature: signature.value }];
    }
  }
}

function toWireTool(tool: ChatRequest['tools'][number]): Json {
  return compact({
    name: tool.name,
    description: tool.description,
    input_schema: { type: 'object', ...tool.schema },
  });
}

function toWireChoice({ toolChoice, isParallel, tools }: ChatRequest): Json | null {
  if (tools.length === 0) return null;
  const oneAtATime = isParallel === false ? { disable_parallel_tool_use: true } : {};
  if (toolChoice === null) return isParallel === false ? { type: 'auto', ...oneAtATime } : null;
  if (toolChoice === 'none') return { type: 'none' };
  if (toolChoice === 'auto') return { type: 'auto', ...oneAtATime };
  if (toolChoice === 'required') return { type: 'any', ...oneAtATime };
  return { type: 'tool', name: toolChoice.name, ...oneAtATime };
}

function toOutputConfig({ outputFormat, fieldNames }: ChatRequest): Json | null {
  if (outputFormat === null) return null;
  if (outputFormat.type === 'json') {
    throw new Untranslatable(
      fieldNames.outputFormat,
      'this model answers in JSON only by a schema: send a JSON schema',
    );
  }
  return { format: { type: 'json_schema', schema: outputFormat.schema } };
}
