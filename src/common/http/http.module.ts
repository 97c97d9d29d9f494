import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorFaces } from './error-faces';
import { ErrorFilter } from './error.filter';

@Global()
@Module({
  providers: [ErrorFaces, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [ErrorFaces],
})
export class HttpModule {}
