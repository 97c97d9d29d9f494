import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CoinopError } from '../../common/errors/define-errors';
import { ErrorFaces, type RenderedError } from '../../common/http/error-faces';
import { endpoints, type Endpoint } from '../../protocol/dialects';
import type { Dialect } from '../../providers/providers.types';
import { dialectOf } from '../dialect-paths';

const SPEAKERS: Record<Dialect, Endpoint> = {
  anthropic: endpoints['anthropic:messages'],
  ollama: endpoints['ollama:chat'],
  openai: endpoints['openai:chat'],
};

/** Makes errors on a dialect's addresses speak that dialect, whoever raised them. */
@Injectable()
export class DialectFaces implements OnModuleInit {
  constructor(private readonly faces: ErrorFaces) {}

  onModuleInit(): void {
    for (const dialect of Object.keys(SPEAKERS) as Dialect[]) {
      this.faces.register(
        (path) => dialectOf(path) === dialect,
        (error, requestId) => render(SPEAKERS[dialect], error, requestId),
      );
    }
  }
}

function render(endpoint: Endpoint, error: CoinopError, requestId: string): RenderedError {
  const { code, status, message, headers } = error;
  return endpoint.renderError({ code, status, message, headers, requestId });
}
