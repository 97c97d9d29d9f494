import { Global, Module } from '@nestjs/common';
import { Credentials } from './credentials';
import { RequestIdentity } from './request-identity';

@Global()
@Module({
  providers: [Credentials, RequestIdentity],
  exports: [Credentials, RequestIdentity],
})
export class SecurityModule {}
