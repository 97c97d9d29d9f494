import { Injectable } from '@nestjs/common';
import type { CoinopError } from '../errors/define-errors';

/** An error as one face of the server says it. */
export interface RenderedError {
  status: number;
  contentType: string;
  headers: Record<string, string>;
  body: string;
}

export type ErrorRenderer = (error: CoinopError, requestId: string) => RenderedError;

/**
 * Which shape an error takes is decided by the address that was asked: a dialect's clients understand
 * only their own. Modules register their addresses; everything else gets problem+json.
 */
@Injectable()
export class ErrorFaces {
  private readonly faces: { matches: (path: string) => boolean; render: ErrorRenderer }[] = [];

  register(matches: (path: string) => boolean, render: ErrorRenderer): void {
    this.faces.push({ matches, render });
  }

  render(path: string, error: CoinopError, requestId: string): RenderedError {
    const face = this.faces.find((candidate) => candidate.matches(path));
    return (face?.render ?? renderProblem)(error, requestId);
  }
}

/** RFC 9457. */
export function renderProblem(error: CoinopError, requestId: string): RenderedError {
  return {
    status: error.status,
    contentType: 'application/problem+json; charset=utf-8',
    headers: error.headers,
    body: JSON.stringify({
      type: `/docs/errors#${error.code}`,
      title: error.title,
      status: error.status,
      detail: error.message,
      instance: requestId,
      code: error.code,
      request_id: requestId,
      ...error.members,
    }),
  };
}
