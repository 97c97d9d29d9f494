import type { Answer } from './client';
import type { Dialect } from './calls';

/** A refusal in the shape that the clients of an address understand, with a request id to report. */
export function expectRefusal(answer: Answer, dialect: Dialect | 'own', status?: number): void {
  if (status === undefined) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  } else expect(answer.status).toBe(status);
  const requestId = answer.headers.get('x-request-id');
  expect(requestId).toMatch(/^\S{8,}$/u);
  if (dialect === 'own') {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/u);
    expect(answer.body).toMatchObject({
      status: answer.status,
      code: expect.stringMatching(/^[a-z_]+$/u),
      request_id: requestId,
    });
  } else if (dialect === 'ollama') {
    expect(answer.body).toEqual({ error: expect.stringMatching(/\S/u) });
  } else {
    expect(answer.headers.get('request-id')).toBe(requestId);
    expect(answer.body).toMatchObject({
      type: 'error',
      error: { type: expect.stringMatching(/^[a-z_]+$/u), message: expect.stringMatching(/\S/u) },
      request_id: requestId,
    });
  }
}

/** Whether a log line is about something that went wrong inside. pino writes numbers or names. */
export function isError(level: unknown): boolean {
  return typeof level === 'number' ? level >= 50 : level === 'error' || level === 'fatal';
}
