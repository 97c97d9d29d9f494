import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ContentPart,
  ToolResultPart,
  UpstreamTarget,
} from '../chat/chat-request';
import { compact, type Json } from '../chat/read-fields';
import { urlFromSource } from '../chat/sources';
import { Untranslatable } from '../chat/untranslatable';

/** What servers of this dialect differ in; facts of the provider, not of the call. */
export interface OpenAiQuirks {
  /** Newer OpenAI models refuse `max_tokens`, old servers know nothing else. */
  outputField: 'max_tokens' | 'max_completion_tokens';
}

/** The body of an OpenAI chat request. Dropped: top_k, a thinking budget beyond its effort, all past reasoning. */
export function chatToOpenAiRequest(
  chat: ChatRequest,
  target: UpstreamTarget,
  quirks: OpenAiQuirks = { outputField: 'max_completion_tokens' },
): Json {
  const { sampling, tools, stops } = chat;
  return compact({
    model: target.model,
    messages: [
      ...chat.system.map((text) => ({ role: 'system', content: text })),
      ...chat.messages.flatMap((message) => toWireMessages(message)),
    ],
    stream: chat.isStreaming ? true : null,
    // Without it the server tells a stream's usage to nobody.
    stream_options: chat.isStreaming ? { include_usage: true } : null,
    [quirks.outputField]: chat.outputTokensMax,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    seed: sampling.seed,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    stop: stops.length === 0 ? null : stops,
    tools: tools.length === 0 ? null : tools.map((tool) => toWireTool(tool)),
    tool_choice: tools.length === 0 ? null : toWireChoice(chat),
    parallel_tool_calls: tools.length === 0 ? null : chat.isParallel,
    response_format: toResponseFormat(chat),
    reasoning_effort: toEffort(chat),
  });
}

/** "none" is not known to all models, and leaving it out means the same to those that do not think by default. */
function toEffort({ reasoning }: ChatRequest): string | null {
  return reasoning === null || reasoning.effort === 'none' ? null : reasoning.effort;
}

function toWireMessages(message: ChatMessage): Json[] {
  if (message.role === 'assistant') return [toAssistantMessage(message.parts)];
  const results = message.parts.filter((part) => part.type === 'tool-result');
  const content = message.parts.filter((part) => part.type !== 'tool-result');
  // A tool message holds text only: pictures that a tool made follow as the user's.
  const shown = results.flatMap((result) => result.parts.filter((part) => part.type !== 'text'));
  const said = [...shown, ...content];
  return [
    ...results.map((result) => toToolMessage(result)),
    ...(said.length === 0 ? [] : [{ role: 'user', content: toContent(said) }]),
  ];
}

function toToolMessage({ callId, parts, isError }: ToolResultPart): Json {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '[see below]')).join('\n');
  return { role: 'tool', tool_call_id: callId, content: isError ? `[error] ${text}` : text };
}

/** A lone text is a plain string, which the oldest servers understand too. */
function toContent(parts: readonly ContentPart[]): unknown {
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text') return first.text;
  return parts.map((part) => toContentPart(part));
}

function toContentPart(part: ContentPart): Json {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'image_url', image_url: { url: urlFromSource(part.source) } };
    case 'document':
      if (part.source.kind === 'url') {
        throw new Untranslatable(
          part.at,
          'this model takes documents only as base64, not by address',
        );
      }
      return {
        type: 'file',
        file: { filename: part.name ?? 'document.pdf', file_data: urlFromSource(part.source) },
      };
  }
}

function toAssistantMessage(parts: readonly AssistantPart[]): Json {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const calls = parts.filter((part) => part.type === 'tool-call');
  return compact({
    role: 'assistant',
    // An empty content beside tool calls is refused by some servers; none at all is fine with all.
    ...(text === '' && calls.length > 0 ? {} : { content: text }),
    tool_calls:
      calls.length === 0
        ? null
        : calls.map(({ id, name, json }) => ({
            id,
            type: 'function',
            function: { name, arguments: json },
          })),
  });
}

function toWireTool(tool: ChatRequest['tools'][number]): Json {
  return {
    type: 'function',
    function: compact({
      name: tool.name,
      description: tool.description,
      parameters: tool.schema,
    }),
  };
}

function toWireChoice({ toolChoice }: ChatRequest): unknown {
  if (toolChoice === null || typeof toolChoice === 'string') return toolChoice;
  return { type: 'function', function: { name: toolChoice.name } };
}

function toResponseFormat({ outputFormat }: ChatRequest): Json | null {
  if (outputFormat === null) return null;
  if (outputFormat.type === 'json') return { type: 'json_object' };
  const { name, schema } = outputFormat;
  return { type: 'json_schema', json_schema: { name, schema } };
}
