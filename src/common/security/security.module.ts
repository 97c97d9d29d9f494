import { Global, Module } from '@nestjs/common';
import { Credentials } from './credentials';

@Global()
@Module({ providers: [Credentials], exports: [Credentials] })
export class SecurityModule {}
