import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../../common/http/context-request';
import { Allow } from '../../common/security/allow';
import { InferenceService } from '../inference.service';
import { openAiPaths } from '../logic/client-paths';
import { operations } from '../operations';

@Controller()
export class OpenAiController {
  constructor(private readonly inference: InferenceService) {}

  @Post(openAiPaths('chat/completions'))
  @Allow('inference')
  chat(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.openaiChat, request, reply);
  }

  @Post(openAiPaths('completions'))
  @Allow('inference')
  completions(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.openaiCompletions, request, reply);
  }

  @Post(openAiPaths('responses'))
  @Allow('inference')
  responses(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.openaiResponses, request, reply);
  }

  @Post(openAiPaths('embeddings'))
  @Allow('inference')
  embeddings(@Req() request: CoinopRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.inference.serve(operations.openaiEmbeddings, request, reply);
  }
}
