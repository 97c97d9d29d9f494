import { uuidv7 } from '../../common/database/uuid';
import { answerAsDemo } from '../../protocol/demo/answer-as-demo';
import type { DemoAnswer } from '../../protocol/demo/demo-call';
import {
  Upstream,
  type UpstreamCall,
  type UpstreamRequest,
  type UpstreamSink,
} from '../providers.types';

/** The pause between two words, about the pace of a quick reader. */
const WORD_MS = 20;
const NO_BODY = Buffer.from('{}');

/** The built-in offline model: an upstream in this very process that speaks every dialect. */
export class DemoUpstream extends Upstream {
  open(request: UpstreamRequest, sink: UpstreamSink): UpstreamCall {
    const id = uuidv7().replaceAll('-', '');
    const answer = answerAsDemo(request.path, request.body ?? NO_BODY, {
      id,
      createdAtMs: Date.now(),
    });
    return new DemoCall(answer, sink);
  }
}

/** Gives the answer to the sink, piece by piece, at the sink's pace. */
class DemoCall implements UpstreamCall {
  private next = 0;
  private isOver = false;
  private timer: NodeJS.Timeout | null;

  constructor(
    private readonly answer: DemoAnswer,
    private readonly sink: UpstreamSink,
  ) {
    this.timer = setTimeout(() => {
      sink.onStart(answer.status, { 'content-type': answer.contentType });
      this.step();
    }, 0);
  }

  abort(): void {
    this.isOver = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  resume(): void {
    if (this.timer === null && !this.isOver) this.schedule();
  }

  private step(): void {
    this.timer = null;
    const chunk = this.answer.chunks[this.next];
    if (chunk === undefined) {
      this.isOver = true;
      this.sink.onEnd();
      return;
    }
    this.next += 1;
    // The sink may have aborted this call while it looked at the chunk.
    if (this.sink.onData(chunk) && !this.isOver) this.schedule();
  }

  private schedule(): void {
    const isStream = this.answer.chunks.length > 1;
    this.timer = setTimeout(() => this.step(), isStream ? WORD_MS : 0);
  }
}
