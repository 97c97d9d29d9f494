import { Module } from '@nestjs/common';
import { ApiDocument } from './api-document';
import { ApiDocsController } from './http/api-docs.controller';

@Module({ controllers: [ApiDocsController], providers: [ApiDocument] })
export class ApiDocsModule {}
