import { Controller, Get, Header, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../../common/http/context-request';
import { Allow } from '../../common/security/allow';
import { InferenceService } from '../inference.service';
import { ollamaPaths } from '../logic/client-paths';
import { operations } from '../operations';

@Controller()
export class OllamaController {
  constructor(private readonly inference: InferenceService) {}

  /** The command line client asks its host whether it is up before every command. */
  @Get('api/inference/ollama')
  @Allow('public')
  @Header('content-type', 'text/plain; charset=utf-8')
  heartbeat(): string {
    return 'Ollama is running';
  }

  @Post(ollamaPaths('chat'))
  @Allow('inference')
  chat(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.ollamaChat, request, reply);
  }

  @Post(ollamaPaths('generate'))
  @Allow('inference')
  generate(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.ollamaGenerate, request, reply);
  }

  @Post(ollamaPaths('embed'))
  @Allow('inference')
  embed(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.ollamaEmbed, request, reply);
  }

  @Post(ollamaPaths('embeddings'))
  @Allow('inference')
  embeddings(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.ollamaEmbeddings, request, reply);
  }

  @Post(ollamaPaths('show'))
  @Allow('inference')
  show(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.ollamaShow, request, reply);
  }
}
