/** Larger answers are not kept for repeats. */
const ANSWER_COPY_BYTES_MAX = 1024 * 1024;

/** A copy of an answer's body as the client gets it, for repeats with the same idempotency key. */
export class AnswerCopy {
  private parts: Buffer[] = [];
  private length = 0;

  add(chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length <= ANSWER_COPY_BYTES_MAX) this.parts.push(chunk);
    else this.parts = [];
  }

  /** The whole body, or null when it was too large to keep. */
  get body(): Buffer | null {
    return this.length > ANSWER_COPY_BYTES_MAX ? null : Buffer.concat(this.parts);
  }
}
