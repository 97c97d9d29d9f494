import type { AnswerScanner } from '../../src/protocol/relay/answer-scanner';

/** What a scanner said of an answer that came in these pieces. */
export function scan(scanner: AnswerScanner, pieces: readonly Buffer[]) {
  const all = Buffer.concat(pieces);
  let released = 0;
  for (const piece of pieces) {
    const more = scanner.push(piece);
    if (more < 0) throw new Error('released less than nothing');
    released += more;
  }
  scanner.close();
  return {
    released: all.subarray(0, released).toString(),
    held: all.subarray(released).toString(),
    usage: scanner.usage,
    input: scanner.inputTokensReported,
    counted: scanner.outputTokensCounted,
    model: scanner.model,
    isComplete: scanner.isComplete,
    hasError: scanner.hasError,
  };
}

/** The answer whole, cut in two at every byte, and byte by byte: what it says must be the same each time. */
export function scanEverySplit(create: () => AnswerScanner, answer: Buffer) {
  const whole = scan(create(), [answer]);
  const expected = JSON.stringify(whole);
  for (let at = 0; at <= answer.length; at++) {
    const split = scan(create(), [answer.subarray(0, at), answer.subarray(at)]);
    // Comparing texts first: a matcher for each of thousands of splits takes seconds.
    if (JSON.stringify(split) !== expected) expect({ at, ...split }).toEqual({ at, ...whole });
  }
  const bytes = Array.from(answer, (_, at) => answer.subarray(at, at + 1));
  expect(scan(create(), bytes)).toEqual(whole);
  return whole;
}
