import type { Json } from '../chat/read-fields';
import { codecs, type CodecName } from '../codecs';
import { DEMO_LISTED } from '../models/listed-model';
import { renderOllamaShow } from '../models/ollama-models';
import { parseRecord } from '../relay/token-count';
import { Untranslatable } from '../chat/untranslatable';
import { answerChatAsDemo, readOrRefuse, refusal } from './chat-answer-as-demo';
import { answerCompletionsAsDemo } from './completions-as-demo';
import { toConversation } from './conversation';
import { jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { countInput } from './demo-reply';
import { embedOllama, embedOllamaOnce, embedOpenAi } from './embeddings-as-demo';

type Answerer = (body: Json, call: DemoCall) => DemoAnswer;

const chat =
  (name: CodecName): Answerer =>
  (body, call) =>
    isLoad(body) ? loaded(name, body, call) : answerChatAsDemo(codecs[name], body, call);

/** By the path that an upstream of each dialect has, below its base URL. */
const ANSWERERS: Readonly<Record<string, Answerer>> = {
  '/v1/messages': chat('anthropic:messages'),
  '/v1/messages/count_tokens': countAnthropic,
  '/api/chat': chat('ollama:chat'),
  '/api/generate': chat('ollama:generate'),
  '/api/show': () => jsonAnswer(renderOllamaShow(DEMO_LISTED)),
  '/api/embed': embedOllama,
  '/api/embeddings': embedOllamaOnce,
  '/chat/completions': chat('openai:chat'),
  '/responses': chat('openai:responses'),
  '/completions': answerCompletionsAsDemo,
  '/embeddings': embedOpenAi,
};

/** The demo model as an upstream of every dialect. `body` has been read by that dialect's readRequest before. */
export function answerAsDemo(path: string, body: Buffer, call: DemoCall): DemoAnswer {
  const answer = ANSWERERS[path.split('?')[0]!];
  const request = parseRecord(body);
  if (answer === undefined || request === null) {
    return jsonAnswer({ error: { message: 'The demo model does not answer this.' } }, 404);
  }
  return answer(request, call);
}

function countAnthropic(body: Json): DemoAnswer {
  const chat = readOrRefuse(codecs['anthropic:messages'], body);
  return chat instanceof Untranslatable
    ? refusal(chat)
    : jsonAnswer({ input_tokens: countInput(toConversation(chat).turns) });
}

/** Ollama's clients ask for nothing to have a model loaded ahead of time. */
function isLoad(body: Json): boolean {
  const { messages, prompt, input } = body;
  const hasMessages = Array.isArray(messages) && messages.length > 0;
  return !hasMessages && input === undefined && (prompt === undefined || prompt === '');
}

function loaded(name: CodecName, body: Json, call: DemoCall): DemoAnswer {
  return jsonAnswer({
    model: body['model'] ?? body['name'],
    created_at: new Date(call.createdAtMs).toISOString(),
    ...(name === 'ollama:generate'
      ? { response: '' }
      : { message: { role: 'assistant', content: '' } }),
    done: true,
    done_reason: 'load',
  });
}
