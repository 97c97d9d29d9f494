import type {
  AssistantPart,
  ChatMessage,
  ChatRequest,
  ContentPart,
  UpstreamTarget,
} from '../chat/chat-request';
import { compact, type Json } from '../chat/read-fields';
import { urlFromSource } from '../chat/sources';
import { Untranslatable } from '../chat/untranslatable';
import { restoreReasoning } from './reasoning-item';

/** The body of a Responses request. Dropped: top_k, seed and penalties, which the dialect does not have. */
export function chatToResponsesRequest(chat: ChatRequest, target: UpstreamTarget): Json {
  const { sampling, tools } = chat;
  if (chat.stops.length > 0) {
    throw new Untranslatable(chat.fieldNames.stops, 'this model cannot be told where to stop');
  }
  const effort =
    chat.reasoning === null || chat.reasoning.effort === 'none' ? null : chat.reasoning.effort;
  return compact({
    model: target.model,
    instructions: chat.system.length === 0 ? null : chat.system.join('\n\n'),
    input: chat.messages.flatMap((message) => toItems(message, target)),
    stream: chat.isStreaming ? true : null,
    max_output_tokens: chat.outputTokensMax === null ? null : Math.max(16, chat.outputTokensMax),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    tools: tools.length === 0 ? null : tools.map((tool) => toWireTool(tool)),
    tool_choice: tools.length === 0 ? null : toWireChoice(chat),
    parallel_tool_calls: tools.length === 0 ? null : chat.isParallel,
    text: toText(chat),
    reasoning: effort === null ? null : { effort, summary: 'auto' },
    // The conversation is the caller's; thoughts come back encrypted instead of being kept there.
    store: false,
    include: effort === null ? null : ['reasoning.encrypted_content'],
  });
}

function toItems(message: ChatMessage, target: UpstreamTarget): Json[] {
  if (message.role === 'assistant') {
    return message.parts.flatMap((part) => toAssistantItem(part, target));
  }
  const results = message.parts.filter((part) => part.type === 'tool-result');
  const content = message.parts.filter((part) => part.type !== 'tool-result');
  return [
    ...results.map(({ callId, parts, isError }) => ({
      type: 'function_call_output',
      call_id: callId,
      output: toOutput(parts, isError),
    })),
    ...(content.length === 0
      ? []
      : [{ role: 'user', content: content.map((part) => toContentPart(part)) }]),
  ];
}

function toOutput(parts: readonly ContentPart[], isError: boolean): unknown {
  const mark = isError ? '[error] ' : '';
  if (parts.every((part) => part.type === 'text')) {
    return mark + parts.map((part) => part.text).join('\n');
  }
  const content = parts.map((part) => toContentPart(part));
  return isError ? [{ type: 'input_text', text: mark.trim() }, ...content] : content;
}

function toContentPart(part: ContentPart): Json {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'image':
      return { type: 'input_image', image_url: urlFromSource(part.source), detail: 'auto' };
    case 'document':
      return part.source.kind === 'url'
        ? { type: 'input_file', file_url: part.source.url }
        : {
            type: 'input_file',
            filename: part.name ?? 'document.pdf',
            file_data: urlFromSource(part.source),
          };
  }
}

function toAssistantItem(part: AssistantPart, target: UpstreamTarget): Json[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ role: 'assistant', content: part.text }];
    case 'tool-call':
      return [{ type: 'function_call', call_id: part.id, name: part.name, arguments: part.json }];
    case 'reasoning': {
      const { signature, text } = part;
      const isTheirs = signature !== null && signature.provider === target.provider;
      return isTheirs ? [restoreReasoning(text, signature)] : [];
    }
  }
}

function toWireTool(tool: ChatRequest['tools'][number]): Json {
  return compact({
    type: 'function',
    name: tool.name,
    description: tool.description,
    parameters: tool.schema,
    // Required by the dialect; strict schemas are a promise that the caller did not make.
    strict: false,
  });
}

function toWireChoice({ toolChoice }: ChatRequest): unknown {
  if (toolChoice === null || typeof toolChoice === 'string') return toolChoice;
  return { type: 'function', name: toolChoice.name };
}

function toText({ outputFormat }: ChatRequest): Json | null {
  if (outputFormat === null) return null;
  if (outputFormat.type === 'json') return { format: { type: 'json_object' } };
  const { name, schema } = outputFormat;
  return { format: { type: 'json_schema', name, schema, strict: false } };
}
