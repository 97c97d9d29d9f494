import type {
  ChatMessage,
  ChatRequest,
  ContentPart,
  ToolResultPart,
  UpstreamTarget,
} from '../chat/chat-request';
import { compact, type Json } from '../chat/read-fields';
import { readArguments } from '../chat/tool-arguments';
import { Untranslatable } from '../chat/untranslatable';

/** The body of an Ollama chat request. Dropped: parallel_tool_calls and all past reasoning. */
export function chatToOllamaRequest(chat: ChatRequest, target: UpstreamTarget): Json {
  const names = callNames(chat.messages);
  const tools = toolsFor(chat);
  const { sampling, stops } = chat;
  const options = compact({
    num_predict: chat.outputTokensMax,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    seed: sampling.seed,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    stop: stops.length === 0 ? null : stops,
  });
  return compact({
    model: target.model,
    stream: chat.isStreaming,
    messages: [
      ...chat.system.map((content) => ({ role: 'system', content })),
      ...chat.messages.flatMap((message) => toWireMessages(message, names)),
    ],
    tools: tools.length === 0 ? null : tools,
    format: toFormat(chat),
    think: toThink(chat),
    options: Object.keys(options).length === 0 ? null : options,
  });
}

/** Results name their tool in this dialect; the other dialects give the id of the call only. */
function callNames(messages: readonly ChatMessage[]): Map<string, string> {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : [],
  );
  return new Map(calls.map(({ id, name }) => [id, name]));
}

function toWireMessages(message: ChatMessage, names: Map<string, string>): Json[] {
  if (message.role === 'assistant') {
    const text = message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const calls = message.parts.filter((part) => part.type === 'tool-call');
    return [
      compact({
        role: 'assistant',
        content: text,
        tool_calls:
          calls.length === 0
            ? null
            : calls.map(({ id, name, json }) => ({
                id,
                function: { name, arguments: readArguments(json) },
              })),
      }),
    ];
  }
  const results = message.parts.filter((part) => part.type === 'tool-result');
  const content = message.parts.filter((part) => part.type !== 'tool-result');
  return [
    ...results.map((result) => toToolMessage(result, names)),
    ...(content.length === 0 ? [] : [{ role: 'user', ...toContent(content) }]),
  ];
}

function toToolMessage(result: ToolResultPart, names: Map<string, string>): Json {
  const { content, images } = toContent(result.parts);
  return compact({
    role: 'tool',
    content: result.isError ? `[error] ${content}` : content,
    images,
    tool_name: names.get(result.callId),
    tool_call_id: result.callId,
  });
}

function toContent(parts: readonly ContentPart[]): { content: string; images?: string[] } {
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of parts) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'document') {
      throw new Untranslatable(part.at, 'this model does not read documents');
    } else if (part.source.kind === 'url') {
      throw new Untranslatable(part.at, 'this model takes images only as base64, not by address');
    } else images.push(part.source.data);
  }
  const content = texts.join('\n');
  return images.length === 0 ? { content } : { content, images };
}

function toolsFor({ tools, toolChoice, fieldNames }: ChatRequest): Json[] {
  if (toolChoice === 'none') return [];
  if (toolChoice !== null && toolChoice !== 'auto') {
    throw new Untranslatable(fieldNames.toolChoice, 'this model cannot be made to call a tool');
  }
  return tools.map((tool) => ({
    type: 'function',
    function: compact({
      name: tool.name,
      description: tool.description,
      parameters: tool.schema,
    }),
  }));
}

function toFormat({ outputFormat }: ChatRequest): unknown {
  if (outputFormat === null) return null;
  return outputFormat.type === 'json' ? 'json' : outputFormat.schema;
}

/** Models that cannot think refuse `think`, even false: it is sent only when something was asked. */
function toThink({ reasoning }: ChatRequest): boolean | null {
  return reasoning === null ? null : reasoning.effort !== 'none';
}
