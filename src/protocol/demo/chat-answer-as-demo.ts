import { foldEvents } from '../chat/chat-answer';
import type { ChatCodec } from '../chat/chat-codec';
import type { ChatEvent, FinishReason } from '../chat/chat-event';
import type { ChatRequest, ChatTool } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import { Untranslatable } from '../chat/untranslatable';
import { toConversation } from './conversation';
import { jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { countInput, demoReply } from './demo-reply';
import { SAMPLE_VALUES_MAX, sampleOf } from './json-sample';
import { hashText } from './seeded-choice';

/** The demo model's answer to a chat call in any dialect that can be translated. */
export function answerChatAsDemo(codec: ChatCodec, body: Json, call: DemoCall): DemoAnswer {
  const chat = readOrRefuse(codec, body);
  if (chat instanceof Untranslatable) return refusal(chat);
  const { events, inputTokens } = speak(chat, call);
  const face = {
    ...call,
    model: chat.model,
    wantsUsage: chat.wantsUsage,
    inputTokensEstimate: inputTokens,
    requestId: call.id,
    freeformTools: chat.tools.filter((tool) => tool.isFreeform).map((tool) => tool.name),
  };
  if (!chat.isStreaming) return jsonAnswer(codec.fromChatAnswer(foldEvents(events), face));
  const encoder = codec.createEncoder(face);
  const chunks = events.map((event) => Buffer.from(encoder.encode(event)));
  return {
    status: 200,
    contentType: codec.streamType,
    chunks: chunks.filter((chunk) => chunk.length > 0),
  };
}

/** In a shape that all gateways understand as an upstream's refusal. */
export function refusal(reason: Untranslatable): DemoAnswer {
  return jsonAnswer({ error: { message: `${reason.message}.` } }, 400);
}

export function readOrRefuse(codec: ChatCodec, body: Json): ChatRequest | Untranslatable {
  try {
    return codec.toChatRequest(body);
  } catch (error) {
    if (error instanceof Untranslatable) return error;
    throw error;
  }
}

/** One event per word, so that a stream comes word by word and each delta is one token. */
function speak(chat: ChatRequest, call: DemoCall): { events: ChatEvent[]; inputTokens: number } {
  const conversation = toConversation(chat);
  const inputTokens = countInput(conversation.turns);
  const tool = toolToCall(chat);
  const said = tool === null ? sayWords(conversation) : callTool(tool, call);
  const usage = {
    input: inputTokens,
    cacheRead: 0,
    cacheWrite: 0,
    output: said.deltas.filter(({ type }) => type.endsWith('-delta')).length,
    reasoning: 0,
  };
  const events: ChatEvent[] = [
    { type: 'start', id: call.id, model: chat.model },
    ...said.deltas,
    { type: 'usage', usage },
    { type: 'finish', reason: said.reason, stop: said.stop },
  ];
  return { events, inputTokens };
}

interface Said {
  deltas: ChatEvent[];
  reason: FinishReason;
  stop: string | null;
}

function sayWords(conversation: ReturnType<typeof toConversation>): Said {
  const { words, finish, stop } = demoReply(conversation);
  return {
    deltas: words.map((text) => ({ type: 'text-delta', text })),
    reason: finish === 'length' ? 'length' : 'stop',
    stop,
  };
}

/** Tools are left alone unless the caller insists; then there is nothing else a model may do. */
function toolToCall({ toolChoice, tools }: ChatRequest): ChatTool | null {
  if (toolChoice === 'required') return tools[0] ?? null;
  if (toolChoice === null || typeof toolChoice === 'string') return null;
  return tools.find((tool) => tool.name === toolChoice.name) ?? null;
}

const ARGUMENT_PIECE = /[\s\S]{1,8}/g;

function callTool(tool: ChatTool, call: DemoCall): Said {
  const json = JSON.stringify(
    sampleOf(
      { type: 'object', ...tool.schema },
      {
        text: 'demo',
        seed: hashText(tool.name),
        budget: { values: SAMPLE_VALUES_MAX },
        root: tool.schema,
      },
    ),
  );
  const pieces = json.match(ARGUMENT_PIECE) ?? [];
  return {
    deltas: [
      { type: 'tool-call', index: 0, id: `call_${call.id}`, name: tool.name },
      ...pieces.map((piece) => ({ type: 'tool-call-delta' as const, index: 0, json: piece })),
    ],
    reason: 'tool-calls',
    stop: null,
  };
}
